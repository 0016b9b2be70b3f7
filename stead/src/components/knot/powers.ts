import { settingsOf } from "../../spec/settings-of.ts";
import { ownedBy } from "../../topology/account.ts";
import { challengeZone, knotSocket } from "../../topology/challenges.ts";
import { isServer } from "../../topology/servers.ts";
import type { Powers } from "../component.ts";
import { dataFolder } from "./paths.ts";
import { knotSettings } from "./settings.ts";
import { secondariesOf } from "./transfers.ts";
import { zoneRecords } from "./zone.ts";

/**
 * $1 the socket, $2 the folder of Knot's data; then the zones. Knot forgets which keys a zone had, but leaves their files. What is not
 * there need not go; a name server that does not run keeps what it has.
 */
const FORGET = `
socket=$1 data=$2
shift 2
for zone in "$@"; do
  keys=$(keymgr -D "$data/keys" "$zone" list 2>/dev/null | cut -d ' ' -f 1 | grep -xE '[0-9a-f]{40}')
  knotc -s "$socket" -f zone-purge +orphan "$zone" || continue
  for key in $keys; do rm -f "$data/keys/keys/$key.pem"; done
  rm -rf "$data/kept-$zone" "$data/copy-$zone"
done
exit 0
`;

export const knotPowers: Powers = {
  forget: (site, host) => {
    const place = site.hosts[host];
    if (!place || !isServer(place) || !place.roles.includes("dns")) return undefined;
    const zones = [site.domain.ascii, challengeZone(site)];
    return { run: ["/bin/sh", "-c", FORGET, "forget", knotSocket(place), dataFolder(place), ...zones] };
  },
  names: (site) =>
    zoneRecords(site).map(({ name, ttl, type, data }) => ({
      name: name === "@" ? `${site.domain.ascii}.` : `${name}.${site.domain.ascii}.`,
      ttl,
      type,
      data,
    })),
  transfers: (site) => secondariesOf(site),
  signer: (site, host) => {
    const place = site.hosts[host];
    if (!place || !isServer(place) || !place.roles.includes("dns") || !settingsOf(site, knotSettings).dnssec)
      return undefined;
    const run = ["/usr/sbin/knotc", "-s", knotSocket(place), "zone-read", site.domain.ascii, "@", "CDS"];
    return { run, ...ownedBy(place, "dns") };
  },
};

import { settingsOf } from "../../spec/settings-of.ts";
import { ownedBy } from "../../topology/account.ts";
import { challengeZone, knotSocket } from "../../topology/challenges.ts";
import { isServer } from "../../topology/servers.ts";
import type { Powers } from "../component.ts";
import { knotSettings } from "./settings.ts";
import { secondariesOf } from "./transfers.ts";
import { zoneRecords } from "./zone.ts";

/** What is not there need not go; a name server that does not run keeps what it has. */
const FORGET = `
for zone in "$2" "$3"; do /usr/sbin/knotc -s "$1" -f zone-purge +orphan "$zone" || true; done
`;

export const knotPowers: Powers = {
  forget: (site, host) => {
    const place = site.hosts[host];
    if (!place || !isServer(place) || !place.roles.includes("dns")) return undefined;
    return { run: ["/bin/sh", "-c", FORGET, "forget", knotSocket(place), site.domain.ascii, challengeZone(site)] };
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

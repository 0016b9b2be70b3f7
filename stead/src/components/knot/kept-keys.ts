import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File, Folder } from "../../state/vocabulary.ts";
import { ownedBy } from "../../topology/account.ts";
import { challengesReady, knotSocket } from "../../topology/challenges.ts";
import { keptZone } from "../../topology/identity.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { dataFolder, siteFolder } from "./paths.ts";
import { knotSettings } from "./settings.ts";

/**
 * The keys of a site's zone lie among those of all zones of its server. A backup of the site takes a copy of its own along, and a copy
 * that came back from one is read in.
 */
export const keptKeys = (site: Topology, place: HostPlace): DesiredState => [
  folder(place),
  script(site, place),
  readIn(site, place),
];

const folder = (place: HostPlace): Folder => ({
  kind: "folder",
  id: "folder:data/zone",
  says: "the folder of the copy of the zone's keys",
  path: keptZone(place),
  mode: 0o700,
  keep: true,
  ...ownedBy(place, "dns"),
});

/** Which copy was made here, or read in here: the number of its folder on the disk, which no other one has. */
const noteOf = ({ site }: Topology, place: HostPlace): string => `${dataFolder(place)}/kept-${site}`;

/** Whoever makes a backup runs what has this name in the folders of the site's configuration. */
const script = (site: Topology, place: HostPlace): File => ({
  kind: "file",
  id: "file:knot/before-backup",
  says: "the script that copies the zone's keys for a backup",
  needs: ["folder:etc/knot"],
  path: `${siteFolder(place)}/before-backup`,
  mode: 0o755,
  content: `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Copies what Knot keeps of ${site.domain.ascii} into ${keptZone(place)}, for a backup. Run it as root.
set -eu
cd ${keptZone(place)}
# Knot writes in its own folder only.
copy=${copyOf(site, place)}
rm -rf "$copy" new
/usr/sbin/knotc -s '${knotSocket(place)}' -b zone-backup +backupdir "$copy" ${WHAT} ${site.domain.ascii} >/dev/null
mv "$copy" new
rm -rf now
mv new now
stat --format=%i now >${noteOf(site, place)}
`,
});

const copyOf = ({ site }: Topology, place: HostPlace): string => `${dataFolder(place)}/copy-${site}`;

/** The zone's text is Stead's, and the serial in the journal is older than any that the clock gives. */
const WHAT = "+nozonefile +nojournal +kaspdb +timers";

const readIn = (site: Topology, place: HostPlace): Ensure => {
  const zone = site.domain.ascii;
  const signed = settingsOf(site, knotSettings).dnssec ? "signed" : "unsigned";
  const words = [keptZone(place), noteOf(site, place), knotSocket(place), zone, signed, copyOf(site, place)];
  return {
    kind: "ensure",
    id: "ensure:knot/keys",
    says: "the zone's keys, where a backup brought some",
    // Not Knot itself: whether there is a copy can be seen before it runs.
    needs: [challengesReady, "folder:data/zone"],
    check: { run: ["/bin/sh", "-c", CHECK, "look", ...words] },
    make: { run: ["/bin/sh", "-ec", READ, "read", ...words] },
  };
};

const CHECK = '[ ! -d "$1/now" ] || [ "$(cat "$2" 2>/dev/null)" = "$(stat --format=%i "$1/now")" ]';

const READ = `
[ -d "$1/now" ] || exit 0
rm -rf "$6"
cp -a "$1/now" "$6"
/usr/sbin/knotc -s "$3" -b zone-restore +backupdir "$6" ${WHAT} "$4"
rm -rf "$6"
[ "$5" = unsigned ] || /usr/sbin/knotc -s "$3" -b zone-sign "$4"
stat --format=%i "$1/now" >"$2"
`;

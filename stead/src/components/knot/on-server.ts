import type { Ensure, File, Folder, Unit } from "../../state/vocabulary.ts";
import { ownedBy } from "../../topology/account.ts";
import { knotSocket } from "../../topology/challenges.ts";
import { serverFolders, sharedFolder } from "../../topology/server-folders.ts";
import { allSites, serverPlace } from "../../topology/server-place.ts";
import { nameServerService } from "../../topology/servers.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { renderServer } from "./knot-conf.ts";
import { dataFolder, mainFolder, siteFolder } from "./paths.ts";
import { renderZones } from "./zones-conf.ts";

/** Folders of the server itself: its name server keeps the journals and keys of all zones in one place. */
export const serverKnotFolders = (place: HostPlace, data: Folder): readonly Folder[] => [
  ...serverFolders,
  sharedFolder(mainFolder(place), "host/knot", "the folder of Knot's configuration for all sites"),
  sharedFolder(serverPlace(place).data, "host/data", "the folder of the server's own data"),
  { ...data, id: "folder:host/data/knot", says: "the folder of the journals and keys of all zones", shared: true },
];

/** The main file, which belongs to the server, and the site's zones. */
export const serverKnotFiles = (site: Topology, place: HostPlace): readonly File[] => {
  const path = `${siteFolder(place)}/site.conf`;
  return [
    {
      kind: "file",
      id: "file:host/knot/knot.conf",
      says: "the configuration of Knot for all sites",
      path: `${mainFolder(place)}/knot.conf`,
      content: renderServer(place),
      mode: 0o644,
      shared: true,
    },
    {
      kind: "file",
      id: "file:knot/site.conf",
      says: "the configuration of Knot's zones",
      needs: ["folder:etc/knot"],
      path,
      content: renderZones(site, siteFolder(place)),
      mode: 0o400,
      ...ownedBy(place, "dns"),
      unmake: ["/bin/sh", "-ec", LEAVE, "leave-knot", path, nameServerService],
    },
  ];
};

/** Knot forgets the zones, and answers on for all others. One that is stopped reads it when it starts. */
const LEAVE = `
rm -f "$1"
! systemctl --quiet is-active "$2" || systemctl reload "$2"
`;

/** What of its unit is not the same on `local` and on a server. */
export type KnotUnit = Required<Pick<Unit, "ready" | "reload" | "verify">> & Pick<Unit, "shared" | "reads">;

/** One process for all sites. What its unit says is the same whichever of them wrote it; of its files, each has its own. */
export const serverKnotUnit = (site: Topology, place: HostPlace, files: readonly string[]): KnotUnit => {
  const socket = knotSocket(place);
  const words = ["{folder}", site.domain.ascii, siteFolder(place), allSites(place).etc];
  return {
    shared: true,
    reads: site.site,
    ready: { kind: "command", run: ["/usr/sbin/knotc", "-s", socket, "status"] },
    reload: { run: ["/bin/sh", "-c", RELOAD, "reload-knot", socket, allSites(place).etc] },
    verify: { files, run: ["/bin/sh", "-ec", TRIAL, "try-knot", ...words] },
  };
};

/**
 * $1 the socket, $2 the folder above all sites'. The last command waits until the new content of the zones that have a file answers, and
 * fails when one was refused (knotc(8), -b).
 */
const RELOAD = `
socket=$1
cd "$2" || exit 1
/usr/sbin/knotc -s "$socket" reload || exit 1
set --
for part in */knot/site.conf; do
  for zone in "\${part%/*}"/*.zone; do
    [ ! -f "$part" ] || [ ! -f "$zone" ] || { zone=\${zone##*/} && set -- "$@" "\${zone%.zone}"; }
  done
done
[ $# -eq 0 ] || /usr/sbin/knotc -s "$socket" -b zone-reload "$@"
`;

/**
 * $1 the candidate's folder, $2 the zone, $3 the folder of the site's part, $4 the one above all sites'. Tried with the parts of all
 * other sites as they stand; the candidate's zone is loaded as the server would, without one.
 */
const TRIAL = `
cd "$1"
{
  sed '/^include: .*\\/\\*\\/knot\\/site.conf"$/d' knot.conf
  for part in "$4"/*/knot/site.conf; do
    [ ! -f "$part" ] || [ "\${part%/*}" = "$3" ] || printf 'include: "%s"\\n' "$part"
  done
  echo 'include: "site.conf"'
} >trial.conf
sed "s|$3|$1|" site.conf >site.new
mv -f site.new site.conf
/usr/sbin/knotc -c trial.conf conf-check
/usr/sbin/knotc -c trial.conf zone-check "$2"
`;

/** On a server that was set up when each site had a Knot of its own: without its keys, nobody would believe a signed domain. */
export const movedData = ({ site }: Topology, place: HostPlace): Ensure => {
  const words = [`${place.paths.data}/knot`, dataFolder(place), `stead-${site}-knot.service`];
  return {
    kind: "ensure",
    id: "ensure:knot/moved",
    says: "one place for the journals and keys of all zones",
    needs: ["folder:host/data/knot"],
    check: { run: ["/bin/sh", "-c", '[ ! -e "$1/journal" ] || [ -e "$2/journal" ]', "look", ...words] },
    make: { run: ["/bin/sh", "-ec", MOVE, "move", ...words] },
  };
};

/** The journal last: it tells that all was moved. */
const MOVE = `
systemctl stop "$3" 2>/dev/null || true
for part in keys timers journal; do
  [ ! -e "$1/$part" ] || [ -e "$2/$part" ] || mv "$1/$part" "$2/$part"
done
rmdir --ignore-fail-on-non-empty "$1"
`;

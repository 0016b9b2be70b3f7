import { refuse } from "../../kernel/errors.ts";
import type { DesiredState, File, Folder, Package, Unit } from "../../state/vocabulary.ts";
import { ownedBy, runFolder } from "../../topology/account.ts";
import { sandboxed } from "../../topology/sandbox.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { controlSocket, renderKnot } from "./knot-conf.ts";
import { programs } from "./programs.ts";
import { recordFaults } from "./record-faults.ts";
import { renderZone } from "./zone-file.ts";

/** Seconds. Knot answers within a tenth of one; the rest is for a machine that is busy. */
const READY_TIMEOUT = 15;
const STOP_TIMEOUT = 10;

/** Package, folders, files and the unit of Knot; `[]` where no names are answered. Throws the faults of `records` as a whole. */
export const desireKnot = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place?.roles.includes("dns")) return [];
  refuse(recordFaults(site));
  const values = [...packages, ...foldersOf(place), ...filesOf(site, place)];
  return [
    ...values,
    unitOf(
      site,
      place,
      values.map(({ id }) => id),
    ),
  ];
};

const packages: readonly Package[] = programs.map((program) => ({
  kind: "package",
  id: `package:${program.package}`,
  says: program.package,
  name: program.package,
  provides: program.path,
}));

const etc = ({ paths }: HostPlace): string => `${paths.etc}/knot`;

/** The configuration is the operator's: Knot reads it, and writes only below its own folder of data. */
const foldersOf = (place: HostPlace): readonly Folder[] => [
  {
    kind: "folder",
    id: "folder:etc/knot",
    says: "the folder of Knot's configuration",
    path: etc(place),
    mode: 0o755,
  },
  {
    kind: "folder",
    id: "folder:data/knot",
    says: "the folder of the zone's journal",
    path: `${place.paths.data}/knot`,
    mode: 0o700,
    // The journal has the last serial: without it a secondary could take the next zone for an older one.
    keep: true,
    ...ownedBy(place, "dns"),
  },
];

const filesOf = (site: Topology, place: HostPlace): readonly File[] => {
  const file = (name: string, says: string, content: string): File => ({
    kind: "file",
    id: `file:knot/${name}`,
    says,
    needs: ["folder:etc/knot"],
    path: `${etc(place)}/${name}`,
    content,
    mode: 0o644,
  });
  return [
    file("knot.conf", "the configuration of Knot", renderKnot(site, place)),
    file(`${site.domain.ascii}.zone`, `the zone ${site.domain.unicode}`, renderZone(site)),
  ];
};

const unitOf = (site: Topology, place: HostPlace, needs: readonly string[]): Unit => {
  const zone = site.domain.ascii;
  const socket = controlSocket(place);
  const files = ["knot.conf", `${zone}.zone`].map((name) => `file:knot/${name}`);
  return {
    kind: "unit",
    id: "unit:knot",
    name: "knot",
    says: "Knot",
    needs,
    // Relative, as the zone's file is, so that the trial of a candidate is the same command in another folder.
    run: ["/usr/sbin/knotd", "-c", "knot.conf"],
    folder: etc(place),
    ...ownedBy(place, "dns"),
    ...sandboxed(place, {
      kind: "engine",
      writes: [`${place.paths.data}/knot`, runFolder(place, "dns")],
      lowPorts: true,
    }),
    ready: { kind: "command", run: ["/usr/sbin/knotc", "-s", socket, "zone-read", zone, "@", "SOA"] },
    readyTimeout: READY_TIMEOUT,
    reload: { run: ["/bin/sh", "-c", reload, "reload-knot", socket, zone] },
    verify: { files, run: ["/bin/sh", "-c", trial, "try-knot", "{folder}", zone] },
    stop: { signal: "SIGTERM", timeout: STOP_TIMEOUT },
    reloadOn: files.slice(1),
    restartOn: files.slice(0, 1),
    disrupts: "answers to name queries for about 0.3 s",
  };
};

/** The second command waits until the zone's new content answers, and fails when it was refused (knotc(8), -b). */
const reload = `
/usr/sbin/knotc -s "$1" reload && /usr/sbin/knotc -s "$1" -b zone-reload "$2"
`;

/** Loads the candidate's zone as the server would, without one. */
const trial = `
cd "$1" && /usr/sbin/knotc -c knot.conf conf-check && /usr/sbin/knotc -c knot.conf zone-check "$2"
`;

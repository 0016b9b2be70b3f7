import { refuse } from "../../kernel/errors.ts";
import type { DesiredState, File, Folder, Package, SecretValue, Text, Unit } from "../../state/vocabulary.ts";
import { ownedBy, runFolder } from "../../topology/account.ts";
import { knotSocket } from "../../topology/challenges.ts";
import { sandboxed } from "../../topology/sandbox.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { challengeKey, desireChallenges } from "./challenges.ts";
import { renderKnot } from "./knot-conf.ts";
import { keptKeys } from "./kept-keys.ts";
import { movedData, serverKnotFiles, serverKnotFolders, serverKnotUnit, type KnotUnit } from "./on-server.ts";
import { dataFolder, mainFolder, siteFolder } from "./paths.ts";
import { programs } from "./programs.ts";
import { recordFaults } from "./record-faults.ts";
import { secondariesOf } from "./transfers.ts";
import { renderZone } from "./zone-file.ts";

/** Seconds. Knot answers within a tenth of one; the rest is for a machine that is busy. */
const READY_TIMEOUT = 15;
const STOP_TIMEOUT = 10;

/** Package, folders, files and the unit of Knot; `[]` where no names are answered. Throws the faults of `records` as a whole. */
export const desireKnot = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place) return [];
  refuse(recordFaults(site));
  if (!place.roles.includes("dns")) return [];
  const isShared = isServer(place);
  const values = [
    ...packages,
    ...foldersOf(place),
    ...secretsOf(site, place),
    ...filesOf(site, place),
    ...(isShared ? [movedData(site, place)] : []),
  ];
  return [
    ...values,
    unitOf(
      site,
      place,
      values.map(({ id }) => id),
    ),
    ...(isShared ? [...keptKeys(site, place), ...desireChallenges(site, place)] : []),
  ];
};

/** Keys: of each secondary, and of those who put proofs for certificates into the DNS. */
const secretsOf = (site: Topology, place: HostPlace): readonly SecretValue[] =>
  isServer(place)
    ? [
        challengeKey(place),
        ...secondariesOf(site).map(({ name, secret }): SecretValue => ({
          kind: "secret",
          id: `secret:${secret}`,
          says: `the key with which ${name} fetches the zone`,
          name: secret,
          path: `${place.paths.secrets}/${secret}`,
          mode: 0o600,
          scope: "site",
          generator: "key",
        })),
      ]
    : [];

const packages: readonly Package[] = programs.map((program) => ({
  kind: "package",
  id: `package:${program.package}`,
  says: program.package,
  name: program.package,
  provides: program.path,
}));

/** The configuration is the operator's: Knot reads it, and writes only below its own folder of data. */
const foldersOf = (place: HostPlace): readonly Folder[] => {
  const data: Folder = {
    kind: "folder",
    id: "folder:data/knot",
    says: "the folder of the zone's journal and keys",
    path: dataFolder(place),
    mode: 0o700,
    // The journal has the last serial: without it a secondary could take the next zone for an older one. And a key that signs is
    // known to the zone above: with another one nobody would believe the domain.
    keep: true,
    ...ownedBy(place, "dns"),
  };
  return [
    {
      kind: "folder",
      id: "folder:etc/knot",
      says: "the folder of Knot's configuration",
      path: siteFolder(place),
      mode: 0o755,
    },
    ...(isServer(place) ? serverKnotFolders(place, data) : [data]),
  ];
};

const filesOf = (site: Topology, place: HostPlace): readonly File[] => {
  const file = (name: string, says: string, content: Text): File => ({
    kind: "file",
    id: `file:knot/${name}`,
    says,
    needs: ["folder:etc/knot"],
    path: `${siteFolder(place)}/${name}`,
    content,
    mode: 0o644,
  });
  return [
    ...(isServer(place)
      ? serverKnotFiles(site, place)
      : [file("knot.conf", "the configuration of Knot", renderKnot(site, place))]),
    file(`${site.domain.ascii}.zone`, `the zone ${site.domain.unicode}`, renderZone(site)),
  ];
};

const unitOf = (site: Topology, place: HostPlace, needs: readonly string[]): Unit => {
  const zone = site.domain.ascii;
  const socket = knotSocket(place);
  const files = filesOf(site, place).map(({ id }) => id);
  const { ready, reload, verify, ...rest } = isServer(place)
    ? serverKnotUnit(site, place, files)
    : localUnit(socket, zone, files);
  return {
    kind: "unit",
    id: "unit:knot",
    name: "knot",
    says: "Knot",
    needs,
    // Relative, as the zone's file is, so that the trial of a candidate is the same command in another folder.
    run: ["/usr/sbin/knotd", "-c", "knot.conf"],
    folder: mainFolder(place),
    ...ownedBy(place, "dns"),
    ...sandboxed(place, {
      kind: "engine",
      writes: [dataFolder(place), runFolder(place, "dns")],
      lowPorts: true,
    }),
    ready,
    readyTimeout: READY_TIMEOUT,
    reload,
    verify,
    stop: { signal: "SIGTERM", timeout: STOP_TIMEOUT },
    reloadOn: files.slice(1),
    restartOn: files.slice(0, 1),
    disrupts: "answers to name queries for about 0.3 s",
    ...rest,
  };
};

const localUnit = (socket: string, zone: string, files: readonly string[]): KnotUnit => ({
  ready: { kind: "command", run: ["/usr/sbin/knotc", "-s", socket, "zone-read", zone, "@", "SOA"] },
  reload: { run: ["/bin/sh", "-c", RELOAD, "reload-knot", socket, zone] },
  verify: { files, run: ["/bin/sh", "-c", TRIAL, "try-knot", "{folder}", zone] },
});

/** The second command waits until the zone's new content answers, and fails when it was refused (knotc(8), -b). */
const RELOAD = `
/usr/sbin/knotc -s "$1" reload && /usr/sbin/knotc -s "$1" -b zone-reload "$2"
`;

/** Loads the candidate's zone as the server would, without one. */
const TRIAL = `
cd "$1" && /usr/sbin/knotc -c knot.conf conf-check && /usr/sbin/knotc -c knot.conf zone-check "$2"
`;

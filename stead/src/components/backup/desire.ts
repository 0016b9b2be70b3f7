import { refuse } from "../../kernel/errors.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, File, Folder, Package, SecretValue, Unit } from "../../state/vocabulary.ts";
import { accountOf, runFolder } from "../../topology/account.ts";
import { changeLog, databaseFiles, isBackedUp } from "../../topology/backed-up.ts";
import { databaseReady, databaseSocket } from "../../topology/database-access.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { certificateProgram } from "../../topology/certificate.ts";
import { identityFolders } from "../../topology/identity.ts";
import { certificatesFolder } from "../../topology/watched.ts";
import { nightly } from "./nightly.ts";
import { otherHostFaults, otherHostState, readOtherHost } from "./other-host.ts";
import { backupPaths, keyName } from "./paths.ts";
import { backupProgram } from "./scripts/backup.ts";
import { copyLogProgram } from "./scripts/copy-log.ts";
import { renderGround } from "./scripts/ground.ts";
import { renderList } from "./scripts/list.ts";
import { renderProve } from "./scripts/prove.ts";
import { renderReadme } from "./scripts/readme.ts";
import { rebuildProgram } from "./scripts/rebuild.ts";
import { restoreProgram } from "./scripts/restore.ts";
import { backupSettings } from "./settings.ts";

/** The hosts with a database that is backed up. */
export const backupHosts = (site: Topology): readonly HostName[] =>
  isBackedUp(site)
    ? Object.values(site.hosts).flatMap(({ name, roles }) => (roles.includes("database") ? [name] : []))
    : [];

/** Tools, the key, the programs, the copying of changes, and on a server the timer of the nightly backup. */
export const desireBackup = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !backupHosts(site).includes(host)) return [];
  const wish = settingsOf(site, backupSettings).backup;
  refuse(otherHostFaults(wish));
  const programs = [...programsOf(site, place), ...otherHostState(place, wish)];
  const ids = programs.map(({ id }) => id);
  return [
    ...packages,
    ...folders(place),
    key(place),
    ...programs,
    copying(place, ids),
    ...(isServer(place) ? nightly(site, place, wish.at) : []),
  ];
};

const tool = (name: string, says: string, provides: string): Package => ({
  kind: "package",
  id: `package:${name}`,
  says,
  name,
  provides,
});

const packages: readonly Package[] = [
  tool("restic", "the repository of backups", "/usr/bin/restic"),
  tool("mariadb-backup", "the copying of MariaDB's files while it runs", "/usr/bin/mariadb-backup"),
  tool("mariadb-client", "the reader of MariaDB's log of changes", "/usr/bin/mariadb-binlog"),
];

const folders = (place: HostPlace): readonly Folder[] => [
  {
    kind: "folder",
    id: "folder:etc/backup",
    says: "the folder of the programs of backups",
    path: backupPaths(place).programs,
    mode: 0o755,
  },
  {
    kind: "folder",
    id: "folder:data/backup",
    says: "the folder in which backups are made and tried",
    path: backupPaths(place).state,
    // The database's account passes through it to its own folders in there.
    mode: 0o711,
    keep: true,
  },
];

const key = (place: HostPlace): SecretValue => ({
  kind: "secret",
  id: `secret:${keyName}`,
  says: "the key of the backups",
  name: keyName,
  path: backupPaths(place).key,
  mode: 0o600,
  scope: "site",
  generator: "password",
});

const programsOf = (site: Topology, place: HostPlace): readonly File[] => {
  const program = (name: string, says: string, content: string, mode = 0o755): File => ({
    kind: "file",
    id: `file:backup/${name}`,
    says,
    path: `${backupPaths(place).programs}/${name}`,
    content,
    mode,
  });
  return [
    program("ground", "what the programs of backups share", groundOf(site, place), 0o644),
    program("rebuild", "how a database is rebuilt from its backup", rebuildProgram, 0o644),
    program("backup", "the program that makes a backup", backupProgram),
    program("copy-log", "the program that copies changes", copyLogProgram),
    program("prove", "the program that proves a backup", renderProve()),
    program("restore", "the program that restores", restoreProgram),
    program("list", "the program that lists backups", renderList()),
    program("README", "how to restore without Stead", renderReadme(), 0o644),
  ];
};

const groundOf = (site: Topology, place: HostPlace): string => {
  const { to = "", keep, log } = settingsOf(site, backupSettings).backup;
  const paths = backupPaths(place);
  const name = `${site.site}-${site.environment}`;
  const other = readOtherHost(to);
  return renderGround({
    name,
    ...(to.startsWith("/") && { folder: to }),
    ...(other && { reach: paths.reach, login: paths.login }),
    repository: `${other ? `sftp:${other.user}@${other.host}:${other.path}` : to}/${name}`,
    key: paths.key,
    programs: paths.programs,
    state: paths.state,
    proved: paths.proved,
    data: place.paths.data,
    certificates: certificatesFolder(place),
    certify: certificateProgram(place),
    identity: identityFolders(place),
    secrets: place.paths.secrets,
    files: databaseFiles(place),
    log: changeLog(place),
    socket: databaseSocket(place),
    scratchSocket: `${runFolder(place, "database")}/scratch.sock`,
    database: site.database?.name ?? "",
    administrator: accountOf(place, "database") ?? place.facts.operator.name,
    account: accountOf(place, "database") ?? "",
    keep,
    ...(log !== undefined && { mostLog: kibibytes(log) }),
  });
};

/** `512m`, `2g`. */
const kibibytes = (size: string): number => Number.parseInt(size, 10) * 1024 ** (size.endsWith("g") ? 2 : 1);

/** It runs as root on a server, or as whoever runs Stead: the key is theirs. */
const copying = (place: HostPlace, programs: readonly string[]): Unit => ({
  kind: "unit",
  id: "unit:backup",
  says: "the copying of the database's changes",
  name: "backup",
  needs: [databaseReady, `secret:${keyName}`, "folder:data/backup", ...packages.map(({ id }) => id), ...programs],
  run: ["/bin/sh", `${backupPaths(place).programs}/copy-log`, "follow"],
  ready: { kind: "command", run: ["/bin/true"] },
  readyTimeout: 10,
  stop: { signal: "SIGTERM", timeout: 30 },
  restartOn: programs.filter((id) => id === "file:backup/ground" || id === "file:backup/copy-log"),
  disrupts: "nothing",
});

import { coreShape } from "../../spec/core.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import type { DesiredState, Ensure, File, Folder, Package, SecretValue, Unit, User } from "../../state/vocabulary.ts";
import { ownedBy, runFolder } from "../../topology/account.ts";
import { databaseReady, databaseSecrets } from "../../topology/database-access.ts";
import { sandboxed } from "../../topology/sandbox.ts";
import type { DatabasePlace, HostName, HostPlace, Topology } from "../../topology/topology.ts";
import { accountsCheckSql, accountsSql } from "./accounts.ts";
import { renderConfig } from "./config.ts";
import { administrator, clientCommand, mariadbPaths } from "./paths.ts";
import { mariadbSettings, READY_TIMEOUT, STOP_TIMEOUT } from "./settings.ts";

/** The hosts that hold the database. */
export const databaseHosts = (site: Topology): readonly HostName[] =>
  site.database?.engine === "mariadb"
    ? Object.values(site.hosts).flatMap((place) => (place.roles.includes("database") ? [place.name] : []))
    : [];

/** Programs, first files, the running engine, then the database and its accounts in it. */
export const desireMariadb = (site: Topology, host: HostName): DesiredState => {
  const place = site.hosts[host];
  if (!place || !site.database || !databaseHosts(site).includes(host)) return [];
  return [
    ...packages,
    ...engineAccount(place),
    ...folders(place),
    secret(place, "app", "the password of the application's database account"),
    secret(place, "migrate", "the password of the account that changes tables"),
    config(site, place),
    firstFiles(place),
    unit(place),
    accounts(site, site.database, place),
  ];
};

/** Only the package mariadb-server would make it. */
const engineAccount = ({ accounts }: HostPlace): readonly User[] =>
  accounts?.database === undefined
    ? []
    : [{ kind: "user", id: `user:${accounts.database}`, says: "the database runs as it", name: accounts.database }];

/** The engine and its client alone: the package mariadb-server would bring a service that runs on its own. */
const packages: readonly Package[] = [
  {
    kind: "package",
    id: "package:mariadb-server-core",
    says: "the database engine",
    name: "mariadb-server-core",
    provides: "/usr/sbin/mariadbd",
  },
  {
    kind: "package",
    id: "package:mariadb-client-core",
    says: "the database's client",
    name: "mariadb-client-core",
    provides: "/usr/bin/mariadb",
  },
];

const folders = (place: HostPlace): readonly Folder[] => [
  {
    kind: "folder",
    id: "folder:etc/mariadb",
    says: "the folder of MariaDB's configuration",
    path: `${place.paths.etc}/mariadb`,
    mode: 0o755,
  },
  {
    kind: "folder",
    id: "folder:data/mariadb",
    says: "the folder of MariaDB's data",
    path: mariadbPaths(place).home,
    mode: 0o700,
    keep: true,
    ...ownedBy(place, "database"),
  },
];

const secret = (place: HostPlace, of: keyof typeof databaseSecrets, says: string): SecretValue => ({
  kind: "secret",
  id: `secret:${databaseSecrets[of]}`,
  says,
  name: databaseSecrets[of],
  path: `${place.paths.secrets}/${databaseSecrets[of]}`,
  mode: 0o600,
  scope: "site",
  generator: "password",
});

const config = (site: Topology, place: HostPlace): File => ({
  kind: "file",
  id: "file:mariadb/my.cnf",
  says: "the configuration of MariaDB",
  path: mariadbPaths(place).config,
  content: renderConfig(place, settingsOf(site, mariadbSettings).mariadb),
  mode: 0o644,
});

/**
 * Made beside and renamed when complete and on disk: what a killed try left is cleared, and data is never overwritten.
 * The script splits the path of an option file at its blanks, so it gets none; nothing in ours counts for first files.
 */
const FIRST_FILES = `rm -rf "$2"
mariadb-install-db --no-defaults --datadir="$2" --innodb-log-file-size=48M --auth-root-authentication-method=socket --auth-root-socket-user="$3" --skip-test-db
sync -f "$2"
mv -T "$2" "$1"`;

const firstFiles = (place: HostPlace): Ensure => {
  const { files, unfinished } = mariadbPaths(place);
  return {
    kind: "ensure",
    id: "ensure:mariadb/files",
    says: "MariaDB's first files",
    needs: ["folder:data/mariadb", ...packages.map(({ id }) => id)],
    check: { run: ["test", "-d", `${files}/mysql`], ...ownedBy(place, "database") },
    make: {
      run: ["/bin/sh", "-ec", FIRST_FILES, "sh", files, unfinished, administrator(place)],
      ...ownedBy(place, "database"),
    },
  };
};

const unit = (place: HostPlace): Unit => {
  const { config: file, socket } = mariadbPaths(place);
  return {
    kind: "unit",
    id: "unit:mariadb",
    says: "MariaDB",
    name: "mariadb",
    needs: ["ensure:mariadb/files", "file:mariadb/my.cnf"],
    run: ["/usr/sbin/mariadbd", `--defaults-file=${file}`],
    ...ownedBy(place, "database"),
    // makesCode: its regular expressions (PCRE2).
    ...sandboxed(place, {
      kind: "engine",
      writes: [mariadbPaths(place).home, runFolder(place, "database")],
      makesCode: true,
    }),
    ready: { kind: "connect", at: { socket } },
    readyTimeout: READY_TIMEOUT,
    stop: { signal: "SIGTERM", timeout: STOP_TIMEOUT },
    verify: {
      files: ["file:mariadb/my.cnf"],
      run: ["/usr/sbin/mariadbd", "--defaults-file={folder}/my.cnf", "--help", "--verbose"],
    },
    restartOn: ["file:mariadb/my.cnf"],
    disrupts: "log-ins, writes and every page that reads the database, for about 1 s",
  };
};

const accounts = (site: Topology, database: DatabasePlace, place: HostPlace): Ensure => {
  const migrates = settingsOf(site, coreShape).app?.migrate !== undefined;
  const run = clientCommand(place, "--batch");
  return {
    kind: "ensure",
    id: databaseReady,
    says: `the database ${database.name} and its accounts`,
    needs: ["unit:mariadb"],
    check: { run, stdin: accountsCheckSql(database, migrates), ...ownedBy(place, "database") },
    make: { run, stdin: accountsSql(database, migrates), ...ownedBy(place, "database") },
  };
};

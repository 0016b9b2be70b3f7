import { databaseSocket } from "../../topology/database-access.ts";
import { accountOf, runFolder } from "../../topology/account.ts";
import type { HostPlace } from "../../topology/topology.ts";

/** Where MariaDB has what on a host. */
export const mariadbPaths = (place: HostPlace) => ({
  config: `${place.paths.etc}/mariadb/my.cnf`,
  /** Owned by the engine's account, so that it can make and rename its files' folder itself. */
  home: `${place.paths.data}/mariadb`,
  files: `${place.paths.data}/mariadb/files`,
  /** First files before they are complete. */
  unfinished: `${place.paths.data}/mariadb/unfinished`,
  socket: databaseSocket(place),
  pid: `${runFolder(place, "database")}/mariadb.pid`,
});

/** Whom MariaDB takes for its administrator: the account it runs as, by the kernel's word on its socket (unix_socket). */
export const administrator = (place: HostPlace): string => accountOf(place, "database") ?? place.facts.operator.name;

/** The client as administrator. Its words hold no password: there is none. */
export const clientCommand = (place: HostPlace, ...words: readonly string[]): readonly string[] => [
  "/usr/bin/mariadb",
  "--no-defaults",
  `--socket=${mariadbPaths(place).socket}`,
  `--user=${administrator(place)}`,
  "--default-character-set=utf8mb4",
  ...words,
];

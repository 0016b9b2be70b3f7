import type { HostPlace, Topology } from "./topology.ts";

/**
 * Whether the site's database is backed up, so that it must keep a log of its changes. `local` is only where its own environment says
 * so: what protects servers would ask every developer for three more packages.
 */
export const isBackedUp = ({ database, environment, settings }: Topology): boolean => {
  const of = environment === "local" ? at(at(settings["environments"], "local"), "backup") : settings["backup"];
  return database !== undefined && at(of, "to") !== undefined;
};

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

/** Where MariaDB keeps the log of changes, as files `binlog.000001` and so on. */
export const changeLog = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.data}/mariadb/log`;

/** Where MariaDB keeps its files. */
export const databaseFiles = ({ paths }: Pick<HostPlace, "paths">): string => `${paths.data}/mariadb/files`;

import { runFolder } from "./account.ts";
import type { HostPlace } from "./topology.ts";

/** Names of the secrets that hold the passwords of the database's two accounts. */
export const databaseSecrets = { app: "database-app", migrate: "database-migrate" } as const;

/** Where the database of a host listens. */
export const databaseSocket = (place: HostPlace): string => `${runFolder(place, "database")}/mariadb.sock`;

/** The value after which the database can be used: the application's instances need it, whatever the engine. */
export const databaseReady = "ensure:database";

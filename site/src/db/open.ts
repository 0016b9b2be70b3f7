import { Kysely, MysqlDialect, type Transaction } from "kysely";
import { createPool } from "mysql2";
import type { Schema } from "./schema.ts";

export type Db = Kysely<Schema>;
/** Either the pool or an open transaction: what a query needs. */
export type Queries = Kysely<Schema> | Transaction<Schema>;

/** Connections of one process. Several processes share the server's 151 (MariaDB's default max_connections). */
const POOL_SIZE = 8;

/**
 * A small pool over the address in `url` (`mysql://user:pass@localhost/db?socketPath=/...`). Opens no connection yet.
 * Every connection counts time in UTC and refuses to write over a row that changed since it was read.
 */
export const openDb = (url: string, poolSize = POOL_SIZE): Db => {
  const pool = createPool({
    uri: url,
    connectionLimit: poolSize,
    connectTimeout: 3_000,
    charset: "utf8mb4",
    timezone: "Z",
    multipleStatements: false,
    supportBigNumbers: true,
  });
  // Queries of one connection run in order, so this is done before the first real one.
  pool.on("connection", (connection) => {
    connection.query(SESSION, (fault) => {
      if (fault !== null) connection.destroy();
    });
  });
  return new Kysely<Schema>({ dialect: new MysqlDialect({ pool }) });
};

/** The part in comment marks is for MariaDB from 10.11.8 on, where snapshot isolation exists; it is the default from 11.6.2. */
const SESSION =
  "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'" +
  " /*M!101108 , innodb_snapshot_isolation = ON */";

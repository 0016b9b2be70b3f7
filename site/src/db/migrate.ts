import { createHash } from "node:crypto";
import { sql } from "kysely";
import { takeLease } from "./lease.ts";
import type { Migration } from "./migrations/migration.ts";
import { ASCII } from "./migrations/migration.ts";
import { migrations as all } from "./migrations/all.ts";
import type { Db } from "./open.ts";
import { newToken } from "./ids.ts";

/** Long enough for the slowest statement here; another run waits no longer than this for one that died. */
const LEASE_SECONDS = 120;
const WAIT_MS = 500;

/**
 * Brings the schema up to date and returns the ids of the migrations it ran: none when there was nothing to do. Two at
 * once are safe: the second waits for the first. Throws when a migration that was applied has changed since.
 */
export const migrate = async (db: Db, migrations: readonly Migration[] = all): Promise<readonly string[]> => {
  await prepare(db);
  const lease = await waitForLease(db);
  try {
    const waiting = await waitingOf(db, migrations);
    for (const migration of waiting) await run(db, migration);
    return waiting.map((migration) => migration.id);
  } finally {
    await lease.release();
  }
};

/** The migrations that still have to run, in their order. */
export const waitingOf = async (db: Db, migrations: readonly Migration[] = all): Promise<readonly Migration[]> => {
  const rows = await db.selectFrom("schema_migrations").select(["id", "hash"]).execute();
  const applied = new Map(rows.map((row) => [row.id, row.hash]));
  for (const migration of migrations) {
    const hash = applied.get(migration.id);
    if (hash !== undefined && hash !== hashOfStatements(migration)) {
      throw new Error(`Migration ${migration.id} was applied and has changed since. Add a new one instead.`);
    }
  }
  return migrations.filter((migration) => !applied.has(migration.id));
};

const prepare = async (db: Db): Promise<void> => {
  await sql`CREATE TABLE IF NOT EXISTS schema_migrations (
    id VARCHAR(60) ${sql.raw(ASCII)} NOT NULL PRIMARY KEY,
    hash CHAR(64) ${sql.raw(ASCII)} NOT NULL,
    applied_at DATETIME(3) NOT NULL
  ) ENGINE=InnoDB`.execute(db);
  await sql`CREATE TABLE IF NOT EXISTS leases (
    name VARCHAR(40) ${sql.raw(ASCII)} NOT NULL PRIMARY KEY,
    holder CHAR(43) ${sql.raw(ASCII)} NOT NULL,
    until DATETIME(3) NOT NULL
  ) ENGINE=InnoDB`.execute(db);
};

const waitForLease = async (db: Db) => {
  const holder = newToken();
  for (let waited = 0; waited <= LEASE_SECONDS * 1000; waited += WAIT_MS) {
    const lease = await takeLease(db, "migrate", holder, LEASE_SECONDS);
    if (lease !== undefined) return lease;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  throw new Error("Another migration has held the lease for two minutes.");
};

const run = async (db: Db, migration: Migration): Promise<void> => {
  for (const statement of migration.statements) await sql.raw(statement).execute(db);
  await db
    .insertInto("schema_migrations")
    .values({ id: migration.id, hash: hashOfStatements(migration), applied_at: new Date() })
    .execute();
};

/** Blanks do not count: a formatter may touch the text. */
const hashOfStatements = ({ statements }: Migration): string =>
  createHash("sha256").update(statements.join(";").replace(/\s+/g, " ")).digest("hex");

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { buildAssets } from "../../bin/build-assets.ts";
import { passwordHasher } from "../../src/accounts/password-hash.ts";
import { migrate } from "../../src/db/migrate.ts";
import { type Db, openDb } from "../../src/db/open.ts";
import { readAssets } from "../../src/web/assets.ts";
import { type Limits, usualLimits } from "../../src/web/limits.ts";
import { makeServer } from "../../src/web/server.ts";
import { turnstile } from "../../src/web/turnstile.ts";
import { type PrivateMariaDb, startMariaDb } from "./private-mariadb.ts";

/** The whole site over a MariaDB of its own. */
export interface TestSite {
  readonly server: FastifyInstance;
  readonly db: Db;
  readonly mariadb: PrivateMariaDb;
  readonly assetsFolder: string;
  readonly close: () => Promise<void>;
}

/** Limits that no test meets by accident. */
export const wideLimits: Limits = Object.fromEntries(
  Object.entries(usualLimits).map(([name, limit]) => [name, { ...limit, most: 100_000 }]),
) as Limits;

export const startSite = async (limits: Limits = wideLimits): Promise<TestSite> => {
  const folder = mkdtempSync(join(tmpdir(), "foobar-site-"));
  const assetsFolder = join(folder, "public");
  buildAssets(join(import.meta.dirname, "../../assets"), assetsFolder);
  const mariadb = await startMariaDb();
  const migrator = openDb(mariadb.migrateUrl, 1);
  await migrate(migrator);
  await migrator.destroy();
  const db = openDb(mariadb.appUrl);
  const server = await makeServer({
    db,
    limits,
    assets: readAssets(assetsFolder),
    passwords: passwordHasher(turnstile(2, 32)),
    origin: "https://www.foobar.com",
    now: () => new Date(),
  });
  return {
    server,
    db,
    mariadb,
    assetsFolder,
    close: async () => {
      await server.close();
      await db.destroy();
      await mariadb.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

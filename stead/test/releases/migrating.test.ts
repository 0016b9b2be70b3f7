import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

/** Releases of an application with a database, over a real MariaDB. */
let trial: Trial;
const spec = { database: {}, app: { migrate: "node migrate.mjs", instances: 1, health: "/" } };
beforeAll(async () => (trial = await openTrial("migrating", spec)), 120_000);
afterAll(() => trial.close());

const said = (): string => trial.events.map(({ says }) => says).join("\n");
const addColumn = `CREATE TABLE IF NOT EXISTS words (id INT PRIMARY KEY AUTO_INCREMENT, word VARCHAR(50) NOT NULL);
ALTER TABLE words ADD COLUMN IF NOT EXISTS language CHAR(2) NOT NULL DEFAULT 'en';
`;

test("the first release migrates before it starts", async () => {
  expect(said()).toContain("Migrated: the schema has changed");
  expect(await trial.get()).toBe("0 words\n");
  await ask(trial.port, "/", { host: "localhost", method: "POST" });
  expect(await trial.get()).toBe("1 words\n");
});

test("a migration that has nothing to do says so", async () => {
  trial.events.splice(0);
  await trial.deploy();
  expect(said()).toContain("Migrated: the schema was up to date");
});

test("a rollback says that the schema has moved on, and serves", async () => {
  trial.write({ "schema.sql": addColumn });
  trial.events.splice(0);
  await trial.deploy();
  expect(said()).toContain("Migrated: the schema has changed");
  const { release } = await trial.rollback();
  expect(release.remarks.join()).toContain("schema has moved on");
  expect(await trial.get()).toBe("1 words\n");
  expect((await trial.rollback()).release.remarks).toEqual([]);
});

test("a migration that fails shows the engine's own words, and the old release serves on", async () => {
  trial.write({ "schema.sql": "ALTER TABLE nowhere ADD COLUMN x INT;\n" });
  const fault = await faultOf(trial.deploy());
  expect(fault.code).toBe("RELEASE_MIGRATE_FAILED");
  expect(fault.lines?.join("\n")).toContain("nowhere");
  expect(await trial.get()).toBe("1 words\n");
  trial.write({ "schema.sql": addColumn });
});

test("the application's own account may not change tables", async () => {
  trial.write({ "server.mjs": `import { query } from "./query.mjs";\nquery("DROP TABLE words");\n` });
  const fault = await faultOf(trial.deploy());
  expect(fault.code).toBe("RELEASE_CRASHED");
  expect(fault.lines?.join("\n")).toMatch(/denied/u);
  expect(await trial.get()).toBe("1 words\n");
  trial.become("migrating");
});

test("another database gets its tables before the kept release is started on it", async () => {
  trial.wish({ ...spec, database: { name: "another" } });
  await trial.up();
  expect(await trial.get()).toBe("0 words\n");
  trial.wish(spec);
  await trial.up();
  expect(await trial.get()).toBe("1 words\n");
});

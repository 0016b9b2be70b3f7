import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** A small application with a database: what `up` does with it, and which setting touches which process. */
const spec = {
  domain: "foobar.com",
  app: {
    start: "node server.mjs",
    migrate: "node migrate.mjs",
    data: true,
    watch: 0,
    drain: 5,
    env: { COLOUR: "red" },
  },
  database: { engine: "mariadb" },
  workers: { echo: { run: "sleep 600" } },
};

/** Speaks with MariaDB through its own client, so that the application needs no dependency. */
const sql = `
import { spawnSync } from "node:child_process";
const url = new URL(process.env.DATABASE_URL ?? "mysql://nobody@localhost/none");
const words = ["--no-defaults", "-NB", "--socket=" + url.searchParams.get("socketPath"), "--user=" + url.username];
export const sql = (text) => {
  const environment = { ...process.env, MYSQL_PWD: url.password };
  const { stdout, stderr } = spawnSync("mariadb", [...words, url.pathname.slice(1)], { input: text, env: environment, encoding: "utf8" });
  return stdout + stderr;
};
`;

const server = `
import { createServer } from "node:http";
import { sql } from "./sql.mjs";
const { COLOUR, DATA_DIR, SMTP_URL, NODE_ENV } = process.env;
const pages = {
  "/": () => ({ COLOUR, DATA_DIR, SMTP_URL, NODE_ENV }),
  "/notes": () => sql("INSERT INTO notes VALUES (NULL); SELECT COUNT(*) FROM notes"),
  "/drop": () => sql("DROP TABLE notes"),
};
createServer((request, response) => response.end(JSON.stringify(pages[request.url]?.()))).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

const migrate = `
import { sql } from "./sql.mjs";
const said = sql("CREATE TABLE IF NOT EXISTS notes (id INT PRIMARY KEY AUTO_INCREMENT)");
console.log(said);
process.exitCode = said === "" ? 0 : 1;
`;

let site: SiteFolder;

beforeAll(async () => {
  // A folder that the engines' account cannot enter, with a blank in its name.
  site = await makeSiteFolder(spec, "stead site ", 0o700);
  site.write("server.mjs", server);
  site.write("migrate.mjs", migrate);
  site.write("sql.mjs", sql);
});

afterAll(() => site.close());

const page = async (path = "/"): Promise<unknown> => JSON.parse((await site.get(path)).body);

test("from nothing to an application that writes to its database, and down to nothing to do", async () => {
  const planned = await site.changes("plan");
  expect(await site.changes("up")).toEqual(planned);
  expect(await page()).toMatchObject({
    COLOUR: "red",
    DATA_DIR: `${site.home()}/data/app`,
    SMTP_URL: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/u) as string,
    NODE_ENV: "production",
  });
  expect(await page("/notes")).toBe("1\n");
  expect(await page("/drop")).toMatch(/DROP command denied/u);
  expect(await site.changes("up")).toEqual([]);
});

test("no secret stands in what the plan prints, in argv or in the world's files", async () => {
  const { stdout } = await site.run("plan", "--json");
  const file = join(site.home(), "secrets/database-app");
  const secret = readFileSync(file, "utf8").trim();
  expect(secret.length).toBeGreaterThan(20);
  expect(stdout).not.toContain(secret);
  expect(execFileSync("ps", ["axww", "-o", "args"], { encoding: "utf8" })).not.toContain(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("the application's settings replace its instances and leave the engines alone", async () => {
  const before = await site.pids();
  site.wish({ ...spec, app: { ...spec.app, env: { COLOUR: "blue" } } });
  expect((await site.changes("up")).join()).toMatch(/^Replace the instances of release/u);
  expect(await page()).toMatchObject({ COLOUR: "blue" });
  const after = await site.pids();
  for (const unit of ["nginx", "mariadb", "knot", "mail"]) expect(after[unit], unit).toBe(before[unit]);
});

test("the engine's settings restart it alone, as the plan warned", async () => {
  const before = await site.pids();
  site.wish({ ...spec, mariadb: { connections: 50 } });
  expect((await site.run("plan")).stdout).toMatch(/Restart MariaDB.*interrupts .*writes/u);
  await site.changes("up");
  const after = await site.pids();
  expect(after["mariadb"]).not.toBe(before["mariadb"]);
  expect(after["nginx"]).toBe(before["nginx"]);
  expect(await page("/notes")).toBe("2\n");
});

test("an engine that was killed is running again, by itself, with what was written", async () => {
  const { mariadb: pid = 0 } = await site.pids();
  process.kill(pid, "SIGKILL");
  const end = Date.now() + 30_000;
  while (Date.now() < end && (await page("/notes")) !== "3\n") await sleep(200);
  expect(Date.now()).toBeLessThan(end);
  expect(await page("/notes")).toBe("4\n");
});

test("a password that somebody changed is set again, everywhere", async () => {
  writeFileSync(join(site.home(), "secrets/database-app"), `${"x".repeat(40)}\n`);
  expect(await site.changes("up")).toEqual([
    "Set up the database foobar_com and its accounts",
    expect.stringMatching(/^Replace the instances of release .*: the database foobar_com and its accounts changed$/u),
  ]);
  expect(await page("/notes")).toBe("5\n");
});

test("a setting back and nothing is left to do; without a database its engine stops and its data stays", async () => {
  site.wish(spec);
  await site.changes("up");
  expect(await site.changes("up")).toEqual([]);
  const { database: _database, ...without } = { ...spec, app: { ...spec.app, migrate: undefined } };
  site.wish(without);
  expect(await site.changes("up")).toContain("Stop mariadb");
  expect(Object.keys(await site.pids())).not.toContain("mariadb");
  site.wish(spec);
  await site.changes("up");
  expect(await page("/notes")).toBe("6\n");
});

import { mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HazardReport } from "../../src/operations/check/hazard-report.ts";
import type { SiteStatus } from "../../src/operations/status.ts";
import { askDns } from "../../src/host/ask/ask-dns.ts";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { ask } from "../setup/ask.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** Each hazard that `check` names is made true: the thing is stopped, the named requests fail; started, they work. */
const server = `
import { createServer } from "node:http";
import { execFile } from "node:child_process";
const url = new URL(process.env.DATABASE_URL);
const write = () => new Promise((resolve) => {
  const words = ["--no-defaults", "-N", "-B", "--connect-timeout=3", "--socket=" + url.searchParams.get("socketPath"), "--user=" + url.username, url.pathname.slice(1)];
  const child = execFile("mariadb", words, { env: { ...process.env, MYSQL_PWD: url.password } }, (error) => resolve(error ? 500 : 200));
  child.stdin.end("INSERT INTO notes VALUES (NULL)");
});
createServer(async (request, response) => {
  response.statusCode = request.url === "/write" ? await write() : 200;
  response.end("page");
}).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

const migrate = `
name=\${DATABASE_URL%%\\?*}; name=\${name##*/}; account=\${DATABASE_URL#mysql://}; password=\${account#*:}
export MYSQL_PWD="\${password%%@*}"
echo "CREATE TABLE IF NOT EXISTS notes (id INT PRIMARY KEY AUTO_INCREMENT)" |
  mariadb --no-defaults --socket="\${DATABASE_URL#*socketPath=}" --user="\${account%%:*}" "$name"
`;

let site: SiteFolder;
let dns: number;

beforeAll(async () => {
  site = await makeSiteFolder({
    domain: "foobar.com",
    app: { start: "node server.mjs", migrate: "sh migrate.sh", static: "public", watch: 0, drain: 1 },
    database: { engine: "mariadb" },
  });
  site.write("server.mjs", server);
  site.write("migrate.sh", migrate);
  mkdirSync(`${site.folder}/public`);
  site.write("public/style.css", "h1 { color: red }");
  await site.stead("up", "-d");
  dns = (JSON.parse(readFileSync(`${site.home()}/etc/ports.json`, "utf8")) as { dns: number }).dns;
});

afterAll(() => site.close());

const report = async (): Promise<HazardReport> => (await site.stead("check")) as HazardReport;

/** What a visitor asks, and whether it is answered. */
const requests = {
  static: async () => (await ask(site.http, "/style.css", { host: "localhost" })).status === 200,
  page: async () => (await ask(site.http, "/", { host: "localhost" })).status === 200,
  write: async () => (await ask(site.http, "/write", { host: "localhost", method: "POST" })).status === 200,
  name: async () =>
    (await askDns({ at: { address: "127.0.0.1", port: dns }, name: "foobar.com", type: "A" })).answers.length > 0,
} as const;

type Kind = keyof typeof requests;
const kinds = Object.keys(requests) as Kind[];

const answered = async (): Promise<readonly Kind[]> => {
  const tried = await Promise.all(
    kinds.map(async (kind) => ((await requests[kind]().catch(() => false)) ? [kind] : [])),
  );
  return tried.flat();
};

test("for one server it names the server and every engine on it, in words too", async () => {
  const { losses, maintenance, growth } = await report();
  expect(losses.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["host:local", "unit:nginx", "unit:mariadb", "unit:knot", "unit:app"]),
  );
  expect(maintenance.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["maintenance:deploy", "maintenance:nginx", "maintenance:mariadb", "maintenance:reboot"]),
  );
  expect(growth.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["growth:cpu", "growth:memory", "growth:connections", "growth:mariadb-connections"]),
  );
  for (const hazard of [...losses, ...maintenance, ...growth]) {
    expect(hazard.effect, hazard.id).toMatch(/\.$/);
    expect(hazard.cure, hazard.id).toMatch(/./);
  }
  const { stdout } = await site.run("check");
  for (const title of ["Single points of failure", "What maintenance costs", "What bounds growth", "The server local"])
    expect(stdout).toContain(title);
});

test("everything answers while everything runs", async () => {
  expect(await answered()).toEqual(kinds);
});

test.each(["nginx", "mariadb", "knot", "app"])(
  "the loss of %s is what check says, and the seconds are those of its start",
  async (unit) => {
    const hazard = (await report()).losses.find(({ id }) => id === `unit:${unit}`);
    const host = await openLocalHost({ folder: site.folder });
    const stopped = Date.now();
    for (const { name } of await host.units.status()) if (name.split("@")[0] === unit) await host.units.stop(name);
    expect(await answered()).toEqual(kinds.filter((kind) => !hazard?.fails.includes(kind)));
    await site.stead("up", "-d");
    expect(await answered()).toEqual(kinds);
    const care = (await report()).maintenance.find(({ id }) => id === `maintenance:${unit}`);
    if (care === undefined) return; // instances are replaced by deploys, never restarted
    const { hosts } = (await site.stead("status")) as SiteStatus;
    expect(care.seconds).toBe(hosts[0]?.units.find(({ name }) => name === unit)?.startSeconds);
    expect(care.seconds).toBeLessThan((Date.now() - stopped) / 1000);
    expect(Date.parse(care.measured ?? "")).toBeGreaterThanOrEqual(stopped);
  },
);

test("the loss of the server takes everything along, and a reboot costs about what its units take to start", async () => {
  const { losses } = await report();
  await site.stead("down");
  expect(await answered()).toEqual(
    kinds.filter((kind) => !losses.find(({ id }) => id === "host:local")?.fails.includes(kind)),
  );
  const before = await report();
  expect(before.running).toBe(false);
  expect(before.maintenance.find(({ id }) => id === "maintenance:reboot")).not.toHaveProperty("seconds");
  const began = performance.now();
  await site.stead("up", "-d");
  const took = (performance.now() - began) / 1000;
  expect(await answered()).toEqual(kinds);
  const { seconds = 0, besides } = (await report()).maintenance.find(({ id }) => id === "maintenance:reboot") ?? {};
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThan(took * 2);
  expect(besides).toContain("the machine's own boot");
});

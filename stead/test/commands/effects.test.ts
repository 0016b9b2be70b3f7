import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { siteSchema } from "../../src/components/registry.ts";
import { showExample } from "../../src/kernel/show-example.ts";
import { listSettings, type SettingInfo } from "../../src/spec/list-settings.ts";
import { mergeDeep } from "../../src/spec/merge.ts";
import { freePorts } from "../setup/free-ports.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/**
 * Changes every setting to its example, one after the other on one running site with every role, and sees whether exactly
 * those processes noticed that the table in docs/reference/settings.md names.
 */
const server = `
import { createServer } from "node:http";
const port = process.env.PORT;
const server = createServer((request, response) => response.end("hello\\n"));
if (/^\\d+$/.test(port)) server.listen(Number(port), "127.0.0.1");
else server.listen(port);
process.on("SIGTERM", () => server.close(() => process.exit(0)));
`;

let wish: unknown = {
  domain: "foobar.com",
  // Nobody is to wait for a watch period twenty times.
  app: { start: "node server.mjs", instances: 2, watch: 0 },
  database: { engine: "mariadb" },
};
let site: SiteFolder;

beforeAll(async () => {
  site = await makeSiteFolder(wish as object);
  for (const folder of ["dist", "public", "backups"]) mkdirSync(join(site.folder, folder));
  for (const file of ["server.mjs", "dist/main.js"]) site.write(file, server);
  site.write("dist/migrate.js", "");
  site.write("public/a.css", "");
  site.write("nginx.conf", "add_header X-Snippet yes;\n");
  site.write("package.json", JSON.stringify({ type: "module", scripts: { build: "true" } }));
  await write(wish);
  for (const name of ["STRIPE_KEY", "SIGNING_KEY"]) await site.feed("a value", "secret", "set", name);
  await site.stead("up", "-d");
});

afterAll(() => site.close());

/** Ports as the spec says, so that changing them is a change like any other. */
const write = async (value: unknown): Promise<void> =>
  site.write("stead.config.mjs", `export default ${showExample(value)};\n`);

/** The alias of the example lies below the first domain; and a database called by name has nothing of the domain any more. */
const first = ["aliases", "domain"];
/** These make every change after them slower. */
const last = ["app.port", "app.watch"];
const settings = listSettings(siteSchema);
const named = (paths: readonly string[]): readonly SettingInfo[] =>
  paths.flatMap((path) => settings.filter((setting) => setting.path === path));
const inOrder = [
  ...named(first),
  ...settings.filter(({ path }) => !first.includes(path) && !last.includes(path)),
  ...named(last),
];

/** The machine that runs the test may have something on the example's port, or not its folder. */
const valueOf = async ({ path, example }: SettingInfo): Promise<unknown> => {
  if (path === "backup.to") return join(site.folder, "backups");
  return path.startsWith("ports.") ? (await freePorts(1))[0] : example;
};

/** Where it counts on this machine: backups are for servers, unless the environment itself wants them. */
const placeOf = (path: string): readonly string[] => [
  ...(path === "backup.to" ? ["environments", "local"] : []),
  ...path.split("."),
];

test.each(inOrder.map((setting) => [setting.path, setting] as const))("%s", async (path, setting) => {
  const before = await site.pids();
  const value = await valueOf(setting);
  wish = mergeDeep(
    wish,
    placeOf(path).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value),
  );
  await write(wish);
  const changes = await site.changes("up");
  const after = await site.pids();
  expect(noticed(before, after, changes)).toEqual(setting.effect);
  expect(await site.changes("plan")).toEqual([]);
});

/** What became of each unit: the shape of `Effect`, from process ids and the sentences of the plan. */
const noticed = (
  before: Readonly<Record<string, number | undefined>>,
  after: Readonly<Record<string, number | undefined>>,
  changes: readonly string[],
): Readonly<Record<string, string>> => {
  const engines = ["knot", "mail", "mariadb", "nginx"];
  const reloaded = engines.filter((name) => changes.some((says) => says.toLowerCase().startsWith(`reload ${name}`)));
  const restarted = engines.filter((name) => before[name] !== after[name]);
  return {
    ...Object.fromEntries(reloaded.map((name) => [name, "reload"])),
    ...Object.fromEntries(restarted.map((name) => [name, "restart"])),
    ...(replaced(before, after) ? { app: "replace" } : {}),
  };
};

/** All instances are others, or none is: a mixture is a fault of its own. */
const replaced = (
  before: Readonly<Record<string, number | undefined>>,
  after: Readonly<Record<string, number | undefined>>,
): boolean => {
  const [old, now] = [before, after].map((pids) =>
    Object.entries(pids).flatMap(([name, pid]) => (name.startsWith("app@") ? [pid] : [])),
  );
  const same = old?.filter((pid) => now?.includes(pid)) ?? [];
  expect([0, old?.length]).toContain(same.length);
  expect(now?.length).toBeGreaterThan(0);
  return same.length === 0;
};

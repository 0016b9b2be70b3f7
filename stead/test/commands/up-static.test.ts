import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { isLock } from "../../src/host/host.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** A folder with only index.html, from nothing to its answer and back. */
const spec = { domain: "foobar.com", app: { static: "." } };
let site: SiteFolder;

beforeAll(async () => {
  site = await makeSiteFolder(spec);
  site.write("index.html", "<h1>Here I am</h1>\n");
});

afterAll(() => site.close());

test("plan touches nothing, and up does exactly what it printed", async () => {
  const before = site.files();
  const planned = await site.changes("plan");
  expect(site.files()).toEqual(before);
  expect(planned).toContain("Build and start the first release");
  expect(planned.join()).not.toMatch(/mariadb/iu);
  expect(await site.changes("up")).toEqual(planned);
  expect((await site.get()).body).toBe("<h1>Here I am</h1>\n");
});

test("up again changes nothing, and says so", async () => {
  const [before, pids] = [site.files(), await site.pids()];
  const { stdout } = await site.run("up", "-d");
  expect(stdout).toMatch(/Nothing to change/u);
  expect(site.files()).toEqual(before);
  expect(await site.pids()).toEqual(pids);
});

test("what was changed by hand is shown, and put back without a new process", async () => {
  const [file, pids] = [join(site.home(), "etc/nginx/site.conf"), await site.pids()];
  const right = readFileSync(file, "utf8");
  appendFileSync(file, "# by hand\n");
  const put = [
    "Put back the website's part of nginx's configuration (etc/nginx/site.conf), changed by hand",
    "Reload nginx: the website's part of nginx's configuration changed",
  ];
  expect(await site.changes("plan")).toEqual(put);
  expect(await site.changes("up")).toEqual(put);
  expect(readFileSync(file, "utf8")).toBe(right);
  expect(await site.pids()).toEqual(pids);
});

test("a changed setting reloads; the same process serves on", async () => {
  const pids = await site.pids();
  site.wish({ ...spec, headers: { "X-Flavour": "vanilla" } });
  expect((await site.changes("up")).some((says) => says.startsWith("Reload nginx"))).toBe(true);
  expect((await site.get()).headers["x-flavour"]).toBe("vanilla");
  expect(await site.pids()).toEqual(pids);
});

test("a configuration that nginx refuses changes nothing, and its own words lead to the line", async () => {
  site.write("mine.conf", "add_header X-Mine yes;\nadd_headr X-Wrong no;\n");
  const before = site.files();
  site.wish({ ...spec, snippets: { nginx: "mine.conf" } });
  const { exitCode, stderr } = await site.run("up", "-d");
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/CONFIG_REFUSED/u);
  expect(stderr).toMatch(/mine\.conf:2/u);
  expect(stderr).toMatch(/add_headr/u);
  expect({ ...site.files(), ...configOf(before) }).toEqual(before);
  expect((await site.get()).status).toBe(200);
  site.write("mine.conf", "add_header X-Mine yes;\n");
  await site.changes("up");
  expect((await site.get()).headers["x-mine"]).toBe("yes");
});

test("a foreign file in the way is left alone until it is adopted", async () => {
  site.wish(spec);
  await site.changes("up");
  const snippet = join(site.home(), "etc/nginx/snippet.conf");
  expect(existsSync(snippet)).toBe(false);
  writeFileSync(snippet, "# somebody's\n");
  site.wish({ ...spec, snippets: { nginx: "mine.conf" } });
  const { exitCode, stderr } = await site.run("up", "-d");
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/FOREIGN_FILE/u)]);
  expect(stderr).toMatch(/stead up --adopt/u);
  expect(readFileSync(snippet, "utf8")).toBe("# somebody's\n");
  await site.changes("up", "--adopt");
  expect(readFileSync(snippet, "utf8")).toMatch(/X-Mine/u);
});

test("while another verb is at work, the second says who has the lock", async () => {
  const host = await openLocalHost({ folder: site.folder });
  const lock = await host.lock({ verb: "deploy", by: "ada", pid: 4711, since: "2026-11-23T10:00:00.000Z" });
  try {
    const { exitCode, stderr } = await site.run("up", "-d");
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/LOCKED/u);
    expect(stderr).toMatch(/`stead deploy`.*ada.*2026-11-23T10:00.*4711/u);
    expect((await site.run("plan")).exitCode).toBe(0);
  } finally {
    if (isLock(lock)) await lock.release();
  }
  expect((await site.run("up", "-d")).exitCode).toBe(0);
});

test("a manifest that was cut off is named; without it nothing is lost", async () => {
  const file = join(site.home(), "etc/manifest.json");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.slice(0, text.length / 2));
  const { exitCode, stderr } = await site.run("up", "-d");
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/OWN_FILE_UNREADABLE/u)]);
  expect((await site.get()).status).toBe(200);
  writeFileSync(file, text);
  expect(await site.changes("up")).toEqual([]);
});

test("down stops everything and keeps what was made; up serves the same release", async () => {
  const release = readFileSync(join(site.home(), "releases/current/release.json"), "utf8");
  await site.stead("down");
  await expect(site.get()).rejects.toThrow(/ECONNREFUSED/u);
  expect(statSync(join(site.home(), "etc/nginx/nginx.conf")).isFile()).toBe(true);
  const changes = await site.changes("up");
  expect(changes).toContain("Start nginx");
  expect(changes.join()).not.toMatch(/first release/u);
  expect((await site.get()).status).toBe(200);
  expect(JSON.parse(readFileSync(join(site.home(), "releases/current/release.json"), "utf8"))).toMatchObject({
    id: (JSON.parse(release) as { id: string }).id,
  });
});

/** The configuration that the user wrote between two looks. */
const configOf = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path.endsWith("/stead.config.mjs")));

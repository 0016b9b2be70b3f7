import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runStead } from "../setup/run-stead.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** `stead down` where the spec, or what Stead noted for itself, is broken: what runs must be possible to stop. */
const spec = { domain: "foobar.com", app: { start: "node server.mjs", watch: 0 } };

let site: SiteFolder;
let sockets: string;

beforeAll(async () => {
  site = await makeSiteFolder(spec);
  const server =
    'import { createServer } from "node:http"; createServer((_, to) => to.end("Hi")).listen(process.env.PORT);';
  site.write("server.mjs", server);
});
afterAll(() => site.close());

beforeEach(async () => {
  site.wish(spec);
  await site.changes("up");
  expect((await site.get()).status).toBe(200);
  sockets = /^sockets (.+)$/mu.exec(readFileSync(join(site.folder, ".stead/where"), "utf8"))?.[1] ?? "";
});

const stopped = async (folder: string, told: RegExp): Promise<void> => {
  const { exitCode, stdout, stderr } = await runStead(folder, ["down"]);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toMatch(told);
  expect(stdout).toMatch(/Stopped 5 processes/u);
  await expect(site.get()).rejects.toThrow();
  expect(existsSync(sockets)).toBe(false);
};

test("a spec that throws", async () => {
  site.write("stead.config.mjs", "throw new Error('not today');\n");
  await stopped(site.folder, /in spite of this: .*stead\.config\.mjs:1.*not today/u);
});

test("a spec with an unknown key, typed in a folder below", async () => {
  site.wish({ ...spec, colour: "red" });
  mkdirSync(join(site.folder, "below"), { recursive: true });
  await stopped(join(site.folder, "below"), /in spite of this: .*colour/u);
});

test("no spec any more", async () => {
  rmSync(join(site.folder, "stead.config.mjs"));
  await stopped(site.folder, /in spite of this: .*has no stead\.config\.ts/u);
});

test("a configured port that is another's", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" ? address?.port : undefined;
  site.write("stead.config.mjs", `export default ${JSON.stringify({ ...spec, ports: { http: port } })};\n`);
  await stopped(site.folder, /in spite of this: ports\.http/u);
  other.close();
});

test("a manifest that is cut off", async () => {
  const manifest = join(site.home(), "etc/manifest.json");
  const text = readFileSync(manifest, "utf8");
  writeFileSync(manifest, text.slice(0, 100));
  await stopped(site.folder, /in spite of this: .*manifest\.json/u);
  writeFileSync(manifest, text);
});

test("where nothing is known of the site, the spec's fault is told, and nothing is made", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stead-none-"));
  writeFileSync(join(folder, "stead.config.mjs"), "export default {};\n");
  const { exitCode, stderr } = await runStead(folder, ["down"]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("SPEC_INVALID")]);
  expect(existsSync(join(folder, ".stead"))).toBe(false);
  rmSync(folder, { recursive: true });
});

test.each([
  { says: "that is not described", environments: {}, code: "[USAGE]", verbs: ["down", "up", "plan", "deploy"] },
  {
    says: "of servers that nobody has",
    environments: { production: { servers: { web1: { address: "203.0.113.7" } } } },
    code: "[ADDRESS_UNREAL]",
    verbs: ["down", "up", "deploy"],
  },
])("another environment $says stops and starts nothing here", async ({ environments, code, verbs }) => {
  site.wish({ ...spec, environments });
  const before = await site.pids();
  for (const verb of verbs) {
    const { exitCode, stderr } = await site.run(verb, "--environment", "production");
    expect([verb, exitCode, stderr]).toEqual([verb, 2, expect.stringContaining(code)]);
  }
  expect(await site.pids()).toEqual(before);
  expect((await site.get()).status).toBe(200);
});

import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import { components, siteSchema } from "../../src/components/registry.ts";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { isLock, type Host, type Lock } from "../../src/host/host.ts";
import { observeFacts } from "../../src/observe/facts.ts";
import { deployRelease } from "../../src/release/deploy-release.ts";
import type { ReleaseContext } from "../../src/release/release.ts";
import { rollbackTo } from "../../src/release/rollback-to.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { applicationFolder } from "../setup/run-stead.ts";
import { faultOf } from "./open-trial.ts";

/** Two hosts, each with a state of its own on this machine: a release serves on both, or on none. */
let source: string;
const folders: string[] = [];
const locks: Lock[] = [];
let context: ReleaseContext;

beforeAll(async () => {
  source = mkdtempSync(join(tmpdir(), "stead-fleet-"));
  cpSync(applicationFolder("bare"), source, { recursive: true });
  writeFileSync(join(source, "server.mjs"), server);
  context = await openFleet(["east", "west"]);
});
afterAll(async () => {
  for (const host of context.hosts.values()) await host.units.stopAll();
  for (const lock of locks) await lock.release();
  const homes = [...context.hosts.values()].flatMap(({ where }) => [where.home, where.run]);
  for (const folder of [source, ...folders, ...homes]) rmSync(folder, { recursive: true, force: true });
});

/** The host that `fails-on.txt` names is where it fails: at once, or a second after the switch. */
const server = `
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8").trim();
const [where, when] = read("fails-on.txt").split(" ");
const here = process.env.HOST_NAME === where;
if (here && when === "at-once") throw new Error("not on " + where);
if (here) setTimeout(() => process.exit(1), 1000);
createServer((_, response) => response.end("edition " + read("edition.txt"))).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

const edit = (edition: string, failsOn = "nowhere never"): void => {
  writeFileSync(join(source, "edition.txt"), edition);
  writeFileSync(join(source, "fails-on.txt"), failsOn);
};

test("a release serves on every host, and is rolled back on every host", async () => {
  edit("one");
  await deployRelease(context);
  expect(await pages()).toEqual(["edition one", "edition one"]);
  edit("two");
  await deployRelease(context);
  expect(await pages()).toEqual(["edition two", "edition two"]);
  await rollbackTo(context);
  expect(await pages()).toEqual(["edition one", "edition one"]);
});

test.each(["east", "west"])("one that does not start on %s serves nowhere", async (name) => {
  const before = await processes();
  edit("three", `${name} at-once`);
  expect((await faultOf(deployRelease(context))).code).toBe("RELEASE_CRASHED");
  expect(await pages()).toEqual(["edition one", "edition one"]);
  expect(await processes()).toEqual(before);
});

test("one that crashes on one host after the switch is switched back on all", async () => {
  const before = await processes();
  edit("four", "west later");
  expect((await faultOf(deployRelease(context))).code).toBe("RELEASE_CRASHED");
  expect(await pages()).toEqual(["edition one", "edition one"]);
  expect(await processes()).toEqual(before);
});

const openFleet = async (names: readonly string[]): Promise<ReleaseContext> => {
  const hosts = new Map(await Promise.all(names.map(async (name) => [name, await openHost(name)] as const)));
  const spec = parseSpec(
    {
      domain: "foobar.com",
      app: { start: "node server.mjs", watch: 3, drain: 2, startTimeout: 10, instances: 1 },
    },
    "local",
    siteSchema,
  );
  const programs = components.flatMap((component) => component.programs);
  // Each by itself: on `local` their names and name servers would be the same.
  const compiled = await Promise.all(
    [...hosts].map(async ([name, host]) => compile(spec, { [name]: await observeFacts(host, programs) })),
  );
  const [first] = compiled;
  if (!first) throw new Error("A fleet has hosts.");
  const topology = { ...first.topology, hosts: Object.assign({}, ...compiled.map((one) => one.topology.hosts)) };
  const desired = compiled.flatMap((one) => [...one.desired]);
  const instances = new Map<
    string,
    ReleaseContext["instances"] extends ReadonlyMap<string, infer Value> ? Value : never
  >();
  for (const [name, values] of desired)
    for (const value of values) {
      if (value.kind === "folder") await hosts.get(name)?.files.makeFolder(value.path, value);
      if (value.kind === "instances")
        instances.set(name, { ...value, environment: { ...value.environment, HOST_NAME: name } });
    }
  return {
    site: topology,
    hosts,
    instances,
    folder: source,
    report: () => undefined,
    signal: new AbortController().signal,
    log: { boundary: () => undefined },
  };
};

const openHost = async (name: string): Promise<Host> => {
  const folder = mkdtempSync(join(tmpdir(), `stead-${name}-`));
  folders.push(folder);
  const host = await openLocalHost({ folder });
  const { account } = host.where;
  if (account !== undefined) await host.users.create(account);
  const lock = await host.lock({ verb: "test", by: "test", pid: process.pid, since: new Date().toISOString() });
  if (isLock(lock)) locks.push(lock);
  return { ...host, name };
};

/** What each host's first instance answers. */
const pages = (): Promise<readonly string[]> =>
  Promise.all(Object.values(context.site.hosts).map(({ paths }) => pageAt(join(paths.current, "1.sock"))));

const pageAt = (socketPath: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: "/" }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => (body += text));
      answer.on("end", () => resolve(body));
    });
    sent.on("error", reject).end();
  });

const processes = async (): Promise<readonly string[]> => {
  const statuses = (await Promise.all([...context.hosts.values()].map((host) => host.units.status()))).flat();
  return statuses.filter(({ pid }) => pid !== undefined).map(({ name, pid }) => `${name} ${pid}`);
};

import { beforeEach, expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { openMemoryHost } from "../host/memory/memory-host.ts";
import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { observe } from "../observe/observe.ts";
import type { HostState } from "../plan/host-state.ts";
import { planFor } from "../plan/plan-for.ts";
import { parseSpec } from "../spec/parse.ts";
import type { DesiredState, File, Unit } from "../state/vocabulary.ts";
import { deriveTopology } from "../topology/derive.ts";
import { applyPlan } from "./apply.ts";
import { clearCandidates } from "./clear-candidates.ts";
import type { Ground } from "./ground.ts";
import { facts } from "../../test/setup/facts.ts";

const home = "/srv/site/.stead";
const site = deriveTopology(parseSpec({ domain: "foobar.com", app: { static: "." } }, "local", siteSchema), {
  memory: facts({ home, run: "/tmp/stead-site" }),
});
const [place] = Object.values(site.hosts);
if (!place) throw new Error("The topology has no host.");

const conf: File = {
  kind: "file",
  id: "file:engine.conf",
  says: "the configuration",
  path: `${home}/etc/engine.conf`,
  content: ["password = ", { secret: "door" }, "\n"],
  origin: "mine.conf",
  mode: 0o640,
};

const desired: DesiredState = [
  { kind: "folder", id: "folder:etc", says: "the folder", path: `${home}/etc`, mode: 0o755 },
  {
    kind: "secret",
    id: "secret:door",
    says: "the key",
    name: "door",
    path: `${home}/secrets/door`,
    mode: 0o600,
    scope: "host",
    generator: "password",
  },
  conf,
];

const engine: Unit = {
  kind: "unit",
  id: "unit:engine",
  says: "the engine",
  name: "engine",
  run: ["engine"],
  ready: { kind: "command", run: ["true"] },
  readyTimeout: 1,
  stop: { signal: "SIGTERM", timeout: 1 },
  verify: { files: [conf.id], run: ["try", "{folder}/engine.conf"] },
  restartOn: [conf.id],
  disrupts: "everything",
};

let host: Host;
let lines: string[];
let stopping: AbortController;

beforeEach(() => {
  lines = [];
  stopping = new AbortController();
  host = openMemoryHost({
    answers: {
      df: () => ({ stdout: "Filesystem 1024-blocks Used Available Capacity Mounted\n/dev/x 9 9 99999999 1% /\n" }),
      true: () => ({}),
      engine: () => ({}),
      try: () => ({}),
    },
  });
});

const look = async (wish: DesiredState): Promise<HostState> => ({
  host: "memory",
  home,
  desired: wish,
  observed: await observe(host, place, wish),
});

const ground = (states: readonly HostState[]): Ground => ({
  site,
  folder: "/srv/site",
  hosts: new Map([["memory", host]]),
  states,
  report: () => undefined,
  signal: stopping.signal,
  log: { boundary: (id, phase) => void lines.push(`${phase} ${id}`) },
});

const bring = async (wish: DesiredState): Promise<HostState> => {
  const state = await look(wish);
  await applyPlan(planFor([state]), ground([state]));
  return look(wish);
};

test("what was applied leaves nothing to do", async () => {
  expect(planFor([await bring([...desired, engine])]).changes).toEqual([]);
  expect(planFor([await bring([])]).changes).toEqual([]);
});

test("each step is logged between its boundaries, and begins in the order of the plan", async () => {
  await bring([...desired, engine]);
  const ids = ["folder:etc", "secret:door", "file:engine.conf", "unit:engine"].map((id) => `memory/${id}`);
  expect(lines.filter((line) => line.startsWith("begin"))).toEqual(ids.map((id) => `begin ${id}`));
  for (const id of ids) expect(lines.indexOf(`end ${id}`)).toBeGreaterThan(lines.indexOf(`begin ${id}`));
  expect(lines.indexOf("end memory/file:engine.conf")).toBeLessThan(lines.indexOf("begin memory/unit:engine"));
});

test("a secret is made once, fills the file, and stands in no plan", async () => {
  const bare = await look(desired);
  await bring(desired);
  const text = new TextDecoder();
  const secret = text.decode(await host.files.read(`${home}/secrets/door`)).trim();
  expect(secret).toMatch(/^[\w-]{32}$/u);
  expect(text.decode(await host.files.read(conf.path))).toBe(`password = ${secret}\n`);
  expect(JSON.stringify([planFor([bare]), planFor([await look(desired)])])).not.toContain(secret);
});

test("a secret that was removed is made anew, and all that holds it changes with it", async () => {
  const full = [...desired, engine];
  await bring(full);
  await host.files.remove(`${home}/secrets/door`);
  expect(planFor([await look(full)]).changes.map(({ says }) => says)).toEqual([
    "Make the key (secrets/door)",
    "Change the configuration (etc/engine.conf)",
    "Restart the engine: the configuration changed",
  ]);
  expect(planFor([await bring(full)]).changes).toEqual([]);
});

test("a refused configuration touches nothing, and names the user's own line", async () => {
  const before = await bring([...desired, engine]);
  const refusing = openRefusing(host);
  const wish = [...desired.filter((value) => value !== conf), { ...conf, content: "nonsense" }, engine];
  const state = { ...before, desired: wish };
  const work = applyPlan(planFor([state]), { ...ground([state]), hosts: new Map([["memory", refusing]]) });
  const fault = await work.then(
    () => undefined,
    (error: unknown) => (error instanceof SteadError ? error.faults[0] : undefined),
  );
  expect(fault).toMatchObject({ code: "CONFIG_REFUSED", where: "/srv/site/mine.conf:3" });
  expect(fault?.lines).toEqual(["nonsense in /srv/site/mine.conf:3"]);
  expect((await look([...desired, engine])).observed).toEqual(before.observed);
  expect(await clearCandidates(host, place, desired)).toEqual([]);
});

test("what was made ready for a configuration that is then refused is taken back, with its note", async () => {
  const refusing = openRefusing(host);
  const state = await look([...desired, engine]);
  const work = applyPlan(planFor([state]), { ...ground([state]), hosts: new Map([["memory", refusing]]) });
  await expect(work).rejects.toThrow(/CONFIG_REFUSED/u);
  expect((await look([...desired, engine])).observed).toEqual(state.observed);
  expect(await host.files.read(`${home}/etc/manifest.json`)).toBeUndefined();
});

test("after the first failure nothing more begins, and the cause is what is thrown", async () => {
  const [first, second] = ["first", "second"].map((name, index) => ({
    kind: "ensure" as const,
    id: `ensure:${name}`,
    says: `the ${name} thing`,
    needs: index === 0 ? [conf.id] : ["ensure:first"],
    check: { run: ["false"] },
    make: { run: ["false"] },
  }));
  const wish = [...desired, first, second].filter((value) => value !== undefined);
  await expect(bring(wish)).rejects.toThrow(/Set up the first thing.*status 1/u);
  expect(lines.at(-1)).toBe("begin memory/ensure:first");
});

test("asked to end, it begins nothing more", async () => {
  stopping.abort(new SteadError({ code: "INTERRUPTED", where: "up", what: "was interrupted.", mend: "Run it again." }));
  await expect(bring(desired)).rejects.toThrow(/INTERRUPTED/u);
  expect(lines).toEqual([]);
});

test("what a killed verb left is cleared, and told", async () => {
  await bring(desired);
  await host.files.write(`${home}/etc/.engine.conf.stead-new`, "pass", { mode: 0o600 });
  await host.files.write(`${home}/etc/.candidate/engine/engine.conf`, "x", { mode: 0o600 });
  expect(await clearCandidates(host, place, desired)).toEqual([
    "Cleared configurations that an interrupted command was trying.",
    "Cleared 1 file that an interrupted command had half written.",
  ]);
  expect(await clearCandidates(host, place, desired)).toEqual([]);
  expect(planFor([await look(desired)]).changes).toEqual([]);
});

/** The same host, whose engine refuses what it is shown. */
const openRefusing = (sound: Host): Host => ({
  ...sound,
  run: async (argv, options) =>
    argv[0] === "try" ? { exitCode: 1, stdout: "", stderr: `nonsense in ${argv[1]}:3\n` } : sound.run(argv, options),
});

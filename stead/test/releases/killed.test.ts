import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countOf, prove } from "../proof/prove.ts";
import { runStead } from "../setup/run-stead.ts";
import { seed } from "../setup/seed.ts";
import { openTrial, type Trial } from "./open-trial.ts";

const preload = join(import.meta.dirname, "../setup/kill-at-boundary.mjs");
const program = join(import.meta.dirname, "../../bin/stead.mjs");

/** What a release has here: two instances, a worker, a job, a build and a migration. */
const spec = {
  app: { build: "sleep 0.1", migrate: "true", watch: 1, drain: 3 },
  workers: { queue: { run: "exec sleep 1000" } },
  cron: { tidy: { run: "true", at: "0 4 * * *" } },
};
const PROCESSES = 3;

let trial: Trial;
let round = 0;
let asked = 0;
const failed: string[] = [];
let asking: NodeJS.Timeout;

beforeAll(async () => {
  trial = await openTrial("bare", spec);
  asking = setInterval(() => {
    asked += 1;
    trial.get().then(
      (page) => page.startsWith("edition ") || failed.push(page),
      (fault: unknown) => failed.push(String(fault)),
    );
  }, 25);
});
afterAll(async () => {
  clearInterval(asking);
  await trial.close();
});

const edition = async (): Promise<string> => /edition (\S+)/u.exec(await trial.get())?.[1] ?? "";

const another = (): string => {
  round += 1;
  trial.write({ "edition.txt": `round-${round}` });
  return `round-${round}`;
};

/** The next verb serves what it should, with nothing left of the killed one. */
const recovers = async (where: string): Promise<readonly string[]> => {
  const wanted = another();
  const { release, cleared } = await trial.deploy();
  expect(await edition(), where).toBe(wanted);
  const processes = await trial.processes();
  expect(processes, where).toHaveLength(PROCESSES);
  expect(
    processes.every((name) => name.includes(release.id)),
    `${where}: ${processes.join(" ")}`,
  ).toBe(true);
  const kept = await trial.releases();
  expect(
    kept.filter(({ serving }) => serving),
    where,
  ).toHaveLength(1);
  expect((await trial.up()).changes, where).toEqual([]);
  return cleared;
};

const boundaries = async (): Promise<readonly string[]> => {
  const { topology } = await trial.site();
  const log = join(topology.hosts["local"]?.paths.log ?? "", "apply.jsonl");
  const lines = readFileSync(log, "utf8").trim().split("\n");
  return lines
    .map((line) => JSON.parse(line) as { verb: string; id: string; phase: string })
    .map(({ id, phase }) => `${phase} ${id}`);
};

test("killed at a boundary: the site serves on, and the next verb clears up", async () => {
  const before = (await boundaries()).length;
  another();
  await trial.deploy();
  const names = (await boundaries()).slice(before);
  const stride = Math.max(1, Math.floor(names.length / countOf("deploy-killed")));
  const told: string[] = [];
  let tried = 0;
  for (let at = 1 + (seed % stride); at <= names.length; at += stride) {
    another();
    const environment = { NODE_OPTIONS: `--import ${preload}`, KILL_AT: String(at) };
    const killed = await runStead(trial.folder, ["deploy"], { environment });
    const where = `killed at ${names[at - 1]}`;
    expect(killed.exitCode, `${where}\n${killed.stdout}\n${killed.stderr}`).not.toBe(0);
    expect(await edition(), where).toMatch(/^round-/u);
    const cleared = await recovers(where);
    told.push(`${where}: ${cleared.join(" ")}`);
    tried += 1;
  }
  expect(told.filter((line) => /: \S/u.test(line)).length, told.join("\n")).toBeGreaterThan(tried / 3);
  expect({ asked: asked > 100, failed }).toEqual({ asked: true, failed: [] });
  prove("deploy-killed", tried, `0 of ${asked} requests failed (of ${names.length} boundaries)`);
}, 900_000);

test("killed at any instant: the site serves on, and the next deploy serves what it should", async () => {
  const count = countOf("deploy-killed-any-time");
  let random = seed;
  for (let index = 0; index < count; index += 1) {
    // A small generator of its own (Numerical Recipes' constants), so that the seed alone decides.
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const after = 100 + (random / 2 ** 32) * 2500;
    another();
    await killedAfter(after);
    await recovers(`killed after ${after.toFixed(0)} ms`);
  }
  expect(failed).toEqual([]);
  prove("deploy-killed-any-time", count, `0 of ${asked} requests failed`);
}, 900_000);

const killedAfter = async (milliseconds: number): Promise<void> => {
  const child = spawn(process.execPath, [program, "deploy"], { cwd: trial.folder, stdio: "ignore" });
  const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
  await once(child, "exit");
  clearTimeout(timer);
};

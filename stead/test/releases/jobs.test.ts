import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/operations/run.ts";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

/** A worker and a job that note which release they are of, in the application's own folder. */
const spec = {
  app: { data: true, watch: 1, drain: 3, env: { MOOD: "good" } },
  workers: { queue: { run: 'echo "$STEAD_RELEASE $MOOD" >> "$DATA_DIR/worker"; exec sleep 1000', count: 2 } },
  cron: { tidy: { run: "true", at: "0 4 * * *" } },
};

let trial: Trial;
beforeAll(async () => (trial = await openTrial("bare", spec)));
afterAll(() => trial.close());

const serving = async (): Promise<string> => (await trial.releases()).find((release) => release.serving)?.id ?? "";

const dataFile = async (name: string): Promise<string> => {
  const { topology } = await trial.site();
  return readFileSync(join(topology.hosts["local"]?.paths.data ?? "", "app", name), "utf8");
};

const units = async (): Promise<string[]> => {
  const { hosts } = await trial.site();
  const statuses = (await Promise.all([...hosts.values()].map((host) => host.units.status()))).flat();
  return statuses.map(({ name }) => name).filter((name) => name.includes("@"));
};

test("workers and jobs are of the release that serves, in the application's environment", async () => {
  const first = await serving();
  expect(await dataFile("worker")).toBe(`${first} good\n${first} good\n`);
  await trial.deploy();
  const second = await serving();
  expect(second).not.toBe(first);
  expect((await dataFile("worker")).trim().split("\n").slice(2)).toEqual([`${second} good`, `${second} good`]);
  expect((await units()).sort()).toEqual([
    `app@${second}-1`,
    `app@${second}-2`,
    `cron-tidy@${second}`,
    `worker-queue@${second}-1`,
    `worker-queue@${second}-2`,
  ]);
});

test("a worker that crashes soon after the switch takes the release back, and the old workers work again", async () => {
  const before = await serving();
  trial.wish({ ...spec, workers: { queue: { run: "sleep 0.8; echo out of ink; exit 1" } } });
  const fault = await faultOf(trial.deploy());
  expect(fault.code).toBe("RELEASE_CRASHED");
  expect(fault.where).toContain("worker-queue@");
  expect(fault.lines?.join("\n")).toContain("out of ink");
  expect(await serving()).toBe(before);
  expect((await units()).sort()).toEqual([
    `app@${before}-1`,
    `app@${before}-2`,
    `cron-tidy@${before}`,
    `worker-queue@${before}-1`,
    `worker-queue@${before}-2`,
  ]);
  trial.wish(spec);
});

test("a one-off command runs in the release's folder and environment, and its exit status is passed on", async () => {
  const site = await trial.site();
  const command =
    'test "$STEAD_RELEASE" = "$1" && test "$MOOD" = good && test -f server.mjs && test -z "$PORT" && exit 7';
  expect(await run(site, ["sh", "-c", command, "sh", await serving()])).toMatchObject({ exitCode: 7 });
  const version = await run(site, ["sh", "-c", `test "$(node --version)" = ${process.version}`]);
  expect(version.exitCode).toBe(0);
});

test("its output and input are the terminal's own", async () => {
  const output = execFileSync(
    process.execPath,
    [
      join(import.meta.dirname, "../../bin/stead.mjs"),
      "run",
      "--",
      "sh",
      "-c",
      "read word; echo got $word; echo oh >&2",
    ],
    { cwd: trial.folder, input: "hello\n", encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] },
  );
  expect(output).toBe("got hello\n");
});

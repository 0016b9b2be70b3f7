import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { UnitDefinition, UnitStatus } from "../../src/state/observations.ts";
import { localBench } from "./local-bench.ts";
import { plain } from "./programs.ts";
import { supervisorPid } from "./supervisor-pid.ts";
import { runs, until } from "./waiting.ts";

let bench: Awaited<ReturnType<typeof localBench>>;

beforeEach(async () => {
  bench = await localBench();
});
afterEach(() => bench.close());

/** Each second: croner takes a sixth field, before the five of a spec. */
const EACH_SECOND = "* * * * * *";

type Overlap = NonNullable<UnitDefinition["schedule"]>["overlap"];

/** A job that notes its beginning and, if it gets that far, its end. */
const job = (seconds: number, overlap: Overlap, timeout = 60): UnitDefinition =>
  plain("cron-job", ["sh", "-c", `echo begin >> "${notes()}"; sleep ${seconds}; echo end >> "${notes()}"`], {
    restart: "never",
    schedule: { at: EACH_SECOND, timeout, overlap },
  });

const notes = (): string => join(bench.site, "notes");
const noted = (): readonly string[] => {
  try {
    return readFileSync(notes(), "utf8").trim().split("\n");
  } catch {
    return [];
  }
};
const beginnings = (): number => noted().filter((line) => line === "begin").length;
const status = async (): Promise<UnitStatus | undefined> => (await bench.host.units.status())[0];

test("a job runs at its times, and its last result is kept", async () => {
  await bench.host.units.start(job(0, "skip"));
  expect((await status())?.next).toBeGreaterThan(Date.now() - 1000);
  await until(() => beginnings() >= 2);
  const { lastRun } = await until(async () => ((await status())?.lastRun ? status() : undefined));
  expect(lastRun).toMatchObject({ result: "exit status 0" });
  expect(lastRun?.seconds).toBeLessThan(1);
});

test("skip: a job that still runs is not started beside itself", async () => {
  await bench.host.units.start(job(2.3, "skip"));
  await until(() => noted().length >= 3);
  expect(noted().slice(0, 3)).toEqual(["begin", "end", "begin"]);
});

test("kill: the older run makes room", async () => {
  await bench.host.units.start(job(30, "kill"));
  await until(() => beginnings() >= 2);
  expect(noted()).not.toContain("end");
  expect((await status())?.lastRun).toMatchObject({ result: "signal SIGTERM" });
});

test("wait: the next run begins as soon as the last has ended, and only one waits", async () => {
  await bench.host.units.start(job(1.4, "wait"));
  await until(() => noted().length >= 5);
  expect(noted().slice(0, 5)).toEqual(["begin", "end", "begin", "end", "begin"]);
});

test("a job that takes too long is cut off, with all it started, and says so", async () => {
  await bench.host.units.start(job(30, "skip", 0.4));
  const pid = await until(async () => (await status())?.pid);
  await until(async () => (await status())?.lastRun?.result === "cut off after 0.4 s");
  expect(runs(pid)).toBe(false);
});

test("asked for, it runs as if its time had come: once, and not beside itself", async () => {
  const later = { ...job(0.4, "skip"), schedule: { at: "0 0 1 1 *", timeout: 60, overlap: "skip" } as const };
  await bench.host.units.start(later);
  await bench.host.units.runNow("cron-job");
  await until(() => beginnings() === 1);
  await bench.host.units.runNow("cron-job");
  await until(async () => ((await status())?.lastRun ? status() : undefined));
  expect(noted()).toEqual(["begin", "end"]);
  await expect(bench.host.units.runNow("other")).rejects.toMatchObject({ faults: [{ code: "NOT_RUNNING" }] });
});

test("stopped: it runs no more, and a run that goes on ends", async () => {
  await bench.host.units.start(job(30, "skip"));
  const pid = await until(async () => (await status())?.pid);
  await bench.host.units.stop("cron-job");
  expect(runs(pid)).toBe(false);
  expect(await bench.host.units.status()).toEqual([]);
});

test("the schedule and a run that goes on outlive the supervisor", async () => {
  await bench.host.units.start(job(3, "skip"));
  const pid = await until(async () => (await status())?.pid);
  const supervisor = supervisorPid(bench);
  process.kill(supervisor, "SIGKILL");
  await until(() => !runs(supervisor));
  await bench.host.units.start(plain("other", ["sleep", "60"]));
  expect(await status()).toMatchObject({ name: "cron-job", pid });
  await until(() => noted().length >= 3);
  expect(noted().slice(0, 3)).toEqual(["begin", "end", "begin"]);
});

import { existsSync, statSync, writeFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { UnitStatus } from "../../src/state/observations.ts";
import { isLock } from "../../src/host/host.ts";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { localBench } from "./local-bench.ts";
import { plain, server, web } from "./programs.ts";
import { supervisorPid, supervisorPids } from "./supervisor-pid.ts";
import { processes, runs, until } from "./waiting.ts";

let bench: Awaited<ReturnType<typeof localBench>>;

beforeEach(async () => {
  bench = await localBench();
});
afterEach(() => bench.close());

const units = () => bench.host.units;
const statusOf = async (name: string): Promise<UnitStatus | undefined> =>
  (await units().status()).find((unit) => unit.name === name);

/** Kills the supervisor as the kernel would when memory runs out. */
const killSupervisor = async (): Promise<void> => {
  const pid = supervisorPid(bench);
  process.kill(pid, "SIGKILL");
  await until(() => !runs(pid));
};

describe("a supervisor that was killed", () => {
  test("leaves its units running and seen; the next one takes over the same processes", async () => {
    const unit = web("app", { socket: join(bench.site, "1.sock") });
    await units().start(unit);
    await units().start(plain("log", ["sh", "-c", "while :; do echo tick; sleep 0.05; done"]));
    const before = await statusOf("app");
    await killSupervisor();
    expect(await statusOf("app")).toMatchObject({ state: "ready", pid: before?.pid });
    const ticks = statSync((await units().logs("log"))[0] ?? "").size;
    await until(async () => statSync((await units().logs("log"))[0] ?? "").size > ticks);

    await units().start(unit);
    expect(supervisorPids(bench)).toHaveLength(1);
    const after = await statusOf("app");
    expect(after).toMatchObject({ state: "ready", pid: before?.pid, startSeconds: before?.startSeconds });

    process.kill(after?.pid ?? 0, "SIGKILL");
    const again = await until(async () => {
      const status = await statusOf("app");
      return status?.state === "ready" && status.pid !== before?.pid ? status : undefined;
    });
    expect(again.restarts).toBe(1);
    await units().stop("log");
    expect((await units().status()).map(({ name }) => name)).toEqual(["app"]);
  });

  test("leaves the record of what died meanwhile as stopped, and the next one forgets it", async () => {
    await units().start(plain("app", ["sleep", "60"]));
    const pid = (await statusOf("app"))?.pid ?? 0;
    await killSupervisor();
    process.kill(pid, "SIGKILL");
    await until(() => !runs(pid));
    expect(await statusOf("app")).toMatchObject({ state: "stopped" });
    await units().start(plain("other", ["sleep", "60"]));
    expect((await units().status()).map(({ name }) => name)).toEqual(["other"]);
  });

  test("is followed by another when that is all there is to do", async () => {
    expect(await units().adopt()).toEqual([]);
    expect(supervisorPids(bench)).toEqual([]);
    for (const name of ["lives", "dies"]) await units().start(plain(name, ["sleep", "60"]));
    expect(await units().adopt()).toEqual([]);
    const [lives, dies] = (await units().status()).map(({ pid }) => pid);
    await killSupervisor();
    process.kill(dies ?? 0, "SIGKILL");
    await until(() => !runs(dies ?? 0));
    expect(await units().adopt()).toEqual([
      "The supervisor had been killed: another took over lives.",
      "Ended while no supervisor looked after it: dies.",
    ]);
    expect(await units().status()).toMatchObject([{ name: "lives", state: "ready", pid: lives }]);
  });

  test("what a dead unit started is cleared by the next one", async () => {
    const child = join(bench.site, "child");
    await units().start(plain("app", ["sh", "-c", `sleep 61 & echo $! > "${child}"; wait`]));
    const orphan = Number(await until(async () => bytesToText(await bench.host.files.read(child))));
    const pid = (await statusOf("app"))?.pid ?? 0;
    await killSupervisor();
    process.kill(pid, "SIGKILL");
    await until(() => !runs(pid));
    expect(runs(orphan)).toBe(true);
    await units().start(plain("other", ["sleep", "60"]));
    await until(() => !runs(orphan));
  });

  test("is not missed by `stopAll`, which ends what it left", async () => {
    await units().start(plain("app", ["sleep", "60"]));
    const pid = (await statusOf("app"))?.pid ?? 0;
    await killSupervisor();
    await units().stopAll();
    expect(runs(pid)).toBe(false);
    expect(await units().status()).toEqual([]);
    await until(() => supervisorPids(bench).length === 0);
  });

  test("killed in the middle of starts never leaves two processes of a unit", async () => {
    const at = { socket: join(bench.site, "1.sock") };
    const mark = `stead-test-${process.pid}-${Date.now()}`;
    const unit = web("app", at, { run: [...server(at), mark] });
    for (let round = 0; round < 8; round += 1) {
      const started = units()
        .start(unit)
        .catch(() => undefined);
      await until(() => supervisorPids(bench)[0]);
      await sleep(round * 15);
      for (const pid of supervisorPids(bench)) process.kill(pid, "SIGKILL");
      await started;
      expect(processesWith(mark).length).toBeLessThan(2);
    }
    await units().start(unit);
    expect(processesWith(mark)).toHaveLength(1);
  });
});

test("two commands that start a supervisor at the same time get one", async () => {
  const [one, two] = await Promise.all([bench.again(), bench.again()]);
  await Promise.all([one.units.start(plain("one", ["sleep", "60"])), two.units.start(plain("two", ["sleep", "60"]))]);
  expect(supervisorPids(bench)).toHaveLength(1);
  expect((await units().status()).map(({ name }) => name).toSorted()).toEqual(["one", "two"]);
});

test("a supervisor whose socket somebody removed makes it anew", async () => {
  await units().start(plain("app", ["sleep", "60"]));
  await rm(join(bench.host.where.run, "supervisor.sock"));
  await units().start(plain("other", ["sleep", "60"]));
  expect(supervisorPids(bench)).toHaveLength(1);
  expect((await units().status()).map(({ name }) => name)).toEqual(["app", "other"]);
});

test("a supervisor whose whole folder somebody removed goes on, and so does its successor", async () => {
  await units().start(plain("app", ["sleep", "60"]));
  const pid = (await statusOf("app"))?.pid;
  await rm(bench.host.where.run, { recursive: true });
  await units().start(plain("other", ["sleep", "60"]));
  expect(supervisorPids(bench)).toHaveLength(1);
  await killSupervisor();
  await units().adopt();
  expect(await statusOf("app")).toMatchObject({ state: "ready", pid });
});

test("a site that somebody removed ends with all its processes, and nothing of it comes back", async () => {
  await units().start(plain("app", ["sleep", "60"]));
  await units().start(plain("ends", ["sh", "-c", "sleep 0.3"]));
  const [pid, supervisor] = [(await statusOf("app"))?.pid ?? 0, supervisorPid(bench)];
  await rm(bench.site, { recursive: true });
  await until(() => !runs(supervisor) && !runs(pid));
  expect([bench.site, bench.host.where.run].filter((path) => existsSync(path))).toEqual([]);
});

test("a state that was removed and made anew has one supervisor, which takes over the same processes", async () => {
  await units().start(plain("app", ["sleep", "60"]));
  const [pid, supervisor] = [(await statusOf("app"))?.pid, supervisorPid(bench)];
  await rm(bench.host.where.home, { recursive: true });
  const lock = await bench.host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
  if (isLock(lock)) await lock.release();
  await until(() => !runs(supervisor));
  await units().start(plain("app", ["sleep", "60"]));
  expect(supervisorPids(bench)).toHaveLength(1);
  expect(await statusOf("app")).toMatchObject({ state: "ready", pid });
});

test("a site that is moved while it runs is not started a second time", async () => {
  await units().start(plain("app", ["sleep", "60"]));
  const pid = supervisorPid(bench);
  const moved = `${bench.site} moved`;
  await rename(bench.site, moved);
  const host = await openLocalHost({ folder: moved });
  const refusal = await host.units.start(plain("app", ["sleep", "60"])).catch((fault: unknown) => fault);
  expect(refusal).toMatchObject({ faults: [{ code: "LOCKED", mend: expect.stringContaining(`kill ${pid}`) }] });
  process.kill(pid);
  await until(() => !runs(pid));
  await host.units.start(plain("app", ["sleep", "60"]));
  await host.units.stopAll();
  await rm(moved, { recursive: true });
  await rm(host.where.run, { recursive: true });
}, 30_000);

test("a log never grows beyond its bound, and its last lines stay readable", async () => {
  const folder = join(bench.host.where.home, "log");
  await mkdir(folder, { recursive: true });
  writeFileSync(join(folder, "app.log"), "old line\n".repeat(1_300_000));
  await units().start(plain("app", ["sh", "-c", "while :; do echo new line; sleep 0.05; done"]));
  await until(() => statSync(join(folder, "app.log")).size < 1_000_000);
  expect(await units().logs("app")).toEqual([join(folder, "app.log.1"), join(folder, "app.log")]);
  await until(async () => (await units().lines("app", 3)).includes("new line"));
});

/** Programs, not the shells that still wait to become them. */
const processesWith = (mark: string): readonly number[] =>
  processes().flatMap(({ pid, words }) => (words.includes(mark) && words[0] === process.execPath ? [pid] : []));

const bytesToText = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes).trim();

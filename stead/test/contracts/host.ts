import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isLock, type Host, type LockHolder } from "../../src/host/host.ts";
import { SteadError } from "../../src/kernel/errors.ts";
import type { UnitDefinition } from "../../src/state/observations.ts";

/** A host to test, the folder its tests may write in, and how to end it. */
export interface Bench {
  readonly host: Host;
  readonly folder: string;
  /** Another handle on the same host, as a second command would have. */
  readonly again: () => Promise<Host>;
  readonly close: () => Promise<void>;
}

/** What is left out of the suite for a host, and where it is tested instead: told as skipped tests, and counted. */
interface Less {
  readonly units?: string;
}

/** What every Host keeps, whatever it is made of. */
export const honoursHost = (name: string, open: () => Promise<Bench>, less: Less = {}): void => {
  describe(name, () => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(async () => bench.close());
    keepsFiles(() => bench);
    runsPrograms(() => bench);
    locks(() => bench);
    describe.skipIf(less.units !== undefined)(less.units ?? "units", () => {
      keepsUnits(() => bench);
    });
    knowsTheSystem(() => bench);
  });
};

const mode = 0o640;

const keepsFiles = (bench: () => Bench): void => {
  test("a written file can be read, seen and removed", async () => {
    const { host, folder } = bench();
    const path = `${folder}/some/where/a file.conf`;
    await host.files.write(path, "größer\n", { mode });
    expect(new TextDecoder().decode(await host.files.read(path))).toBe("größer\n");
    const entry = (await host.files.look([path])).get(path);
    const hash = createHash("sha256").update("größer\n").digest("hex");
    expect(entry).toMatchObject({ kind: "file", mode, size: 9, hash });
    await host.files.remove(path);
    expect(await host.files.read(path)).toBeUndefined();
    expect((await host.files.look([path])).get(path)).toBeUndefined();
  });

  test("writing replaces content and mode", async () => {
    const { host, folder } = bench();
    await host.files.write(`${folder}/x`, "old", { mode: 0o600 });
    await host.files.write(`${folder}/x`, new Uint8Array([1, 2]), { mode: 0o644 });
    expect((await host.files.look([`${folder}/x`])).get(`${folder}/x`)).toMatchObject({ mode: 0o644, size: 2 });
  });

  test("a folder lists its names in order; one that is not there has none", async () => {
    const { host, folder } = bench();
    await host.files.makeFolder(`${folder}/names`, { mode: 0o750 });
    for (const name of ["b", "a", "c"]) await host.files.write(`${folder}/names/${name}`, "", { mode });
    expect(await host.files.list(`${folder}/names`)).toEqual(["a", "b", "c"]);
    expect(await host.files.list(`${folder}/nothing`)).toEqual([]);
    expect((await host.files.look([`${folder}/names`])).get(`${folder}/names`)).toMatchObject({
      kind: "folder",
      mode: 0o750,
    });
    await host.files.remove(`${folder}/names`);
    expect(await host.files.list(`${folder}/names`)).toEqual([]);
  });

  test("a link is replaced, and what it led to stays", async () => {
    const { host, folder } = bench();
    await host.files.write(`${folder}/one/x`, "1", { mode });
    await host.files.write(`${folder}/two/x`, "2", { mode });
    await host.files.link(`${folder}/current`, "one");
    await host.files.link(`${folder}/current`, `${folder}/two`);
    expect((await host.files.look([`${folder}/current`])).get(`${folder}/current`)).toMatchObject({
      kind: "link",
      target: `${folder}/two`,
    });
    await host.files.remove(`${folder}/current`);
    expect(await host.files.read(`${folder}/two/x`)).toBeDefined();
  });
};

const runsPrograms = (bench: () => Bench): void => {
  test("a failing program is a result, not an exception", async () => {
    expect((await bench().host.run(["false"])).exitCode).toBe(1);
    expect((await bench().host.run(["true"])).exitCode).toBe(0);
  });

  test("a program that is not there is an exception", async () => {
    await expect(bench().host.run(["no-such-program-anywhere"])).rejects.toBeInstanceOf(SteadError);
  });

  test("a program gets its input, and its lines are passed on as they come", async () => {
    const lines: string[] = [];
    const { stdout } = await bench().host.run(["cat"], { stdin: "one\ntwo", onLine: (line) => lines.push(line) });
    expect(stdout).toBe("one\ntwo");
    expect(lines).toEqual(["one", "two"]);
  });
};

const locks = (bench: () => Bench): void => {
  test("a lock has one holder, who is told to the next, and is free again afterwards", async () => {
    const { host, again } = bench();
    const holder: LockHolder = { verb: "up", by: "ada", pid: process.pid, since: "2026-11-23T12:00:00.000Z" };
    const first = await host.lock(holder);
    if (!isLock(first)) throw new Error("the first must get it");
    const other = await again();
    expect(await other.lock({ ...holder, verb: "deploy" })).toEqual(holder);
    await first.release();
    const second = await other.lock(holder);
    expect(isLock(second)).toBe(true);
    if (isLock(second)) await second.release();
  });
};

/** Runs until it is stopped, and is ready at once. */
export const sleeper = (name: string, more: Partial<UnitDefinition> = {}): UnitDefinition => ({
  name,
  run: ["sleep", "600"],
  ready: { kind: "command", run: ["true"] },
  readyTimeout: 5,
  stop: { signal: "SIGTERM", timeout: 5 },
  restart: "always",
  ...more,
});

export const keepsUnits = (bench: () => Bench): void => {
  const only = async () => (await bench().host.units.status())[0];

  test("nothing runs on a fresh host, and stopping nothing is fine", async () => {
    const { units } = bench().host;
    expect(await units.status()).toEqual([]);
    await units.stop("nothing");
    await units.stopAll();
    expect(await units.lines("nothing", 5)).toEqual([]);
  });

  test("a started unit is ready; started again as it is, it is left alone", async () => {
    const { units } = bench().host;
    await units.start(sleeper("one"));
    const first = await only();
    expect(first).toMatchObject({ name: "one", state: "ready", restarts: 0, definition: sleeper("one") });
    await units.start(sleeper("one"));
    expect((await only())?.pid).toBe(first?.pid);
  });

  test("a restarted unit has another process, a reloaded one keeps it and takes the new definition", async () => {
    const { units } = bench().host;
    await units.start(sleeper("one", { reload: { run: ["true"] } }));
    const first = await only();
    const changed = sleeper("one", { reload: { run: ["true"] }, labels: { made: "anew" } });
    await units.reload(changed);
    expect(await only()).toMatchObject({ pid: first?.pid, definition: changed });
    await units.restart(changed);
    expect((await only())?.pid).not.toBe(first?.pid);
    expect(await only()).toMatchObject({ state: "ready" });
  });

  test("what does not run cannot be reloaded", async () => {
    const refusal = await bench()
      .host.units.reload(sleeper("one"))
      .catch((fault: unknown) => fault);
    expect(refusal).toMatchObject({ faults: [{ code: "NOT_RUNNING", where: "one" }] });
  });

  test("a unit that ends at its start is refused at once, with how it ended", async () => {
    const { units } = bench().host;
    const started = Date.now();
    const refusal = await units
      .start(sleeper("bad", { run: ["false"], ready: never }))
      .catch((fault: unknown) => fault);
    expect(refusal).toMatchObject({
      faults: [{ code: "UNIT_NOT_READY", where: "bad", instead: { ended: "exit status 1", listens: [] } }],
    });
    expect(Date.now() - started).toBeLessThan(4_000);
    await units.stop("bad");
    expect(await units.status()).toEqual([]);
  });

  test("units are listed in the order of their starts, and all end together", async () => {
    const { units } = bench().host;
    for (const name of ["second", "first", "third"]) await units.start(sleeper(name));
    expect((await units.status()).map(({ name }) => name)).toEqual(["second", "first", "third"]);
    await units.stopAll();
    expect(await units.status()).toEqual([]);
  });

  test("a scheduled unit waits for its time", async () => {
    const { units } = bench().host;
    const job = sleeper("cron-tidy", { schedule: { at: "0 0 1 1 *", timeout: 5, overlap: "skip" }, restart: "never" });
    await units.start(job);
    expect(await only()).toMatchObject({ name: "cron-tidy", state: "waiting" });
    expect((await only())?.pid).toBeUndefined();
  });
};

/** A probe that never passes. */
export const never = { kind: "command", run: ["false"] } as const;

const knowsTheSystem = (bench: () => Bench): void => {
  test("a package whose file is not there is missing; none to install is no work", async () => {
    const { packages } = bench().host;
    expect(await packages.missing([{ name: "no-such", provides: "/usr/sbin/no-such" }])).toEqual(["no-such"]);
    await packages.install([]);
  });

  test("an account that does not exist is not listed", async () => {
    expect([...(await bench().host.users.existing(["nobody-of-this-name"]))]).toEqual([]);
  });
};

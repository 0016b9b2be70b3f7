import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLog } from "../../src/apply/log.ts";
import { isLock } from "../../src/host/host.ts";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { readLogs } from "../../src/operations/logs.ts";
import { localBench } from "./local-bench.ts";
import { plain } from "./programs.ts";
import { until } from "./waiting.ts";

const ACCOUNT = "stead";

let bench: Awaited<ReturnType<typeof localBench>>;
/** Root's own: what must stay as it is. */
let precious: string;

/** Types a line for a shell as another account; whether it succeeded. */
const as = (account: string, line: string): boolean => {
  try {
    const become = [
      `--reuid=${account}`,
      `--regid=${execFileSync("id", ["-g", account], { encoding: "utf8" }).trim()}`,
    ];
    execFileSync("setpriv", [...become, "--clear-groups", "/bin/sh", "-c", line], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const standing = (path: string): readonly unknown[] => {
  const { uid, gid, mode, size } = statSync(path);
  return [uid, gid, mode, size];
};

// Only as root do engines and application run as somebody else than the operator.
describe.runIf(process.getuid?.() === 0)("an application that was broken into, where root runs Stead", () => {
  beforeEach(async () => {
    bench = await localBench();
    await bench.host.users.create(ACCOUNT);
    precious = mkdtempSync(join(tmpdir(), "stead-precious-"));
    writeFileSync(join(precious, "file"), "root's\n", { mode: 0o600 });
    await bench.host.files.makeFolder(logs(), { mode: 0o750, account: ACCOUNT });
  });
  afterEach(async () => {
    await bench.close();
    rmSync(precious, { recursive: true });
  });

  const logs = (): string => join(bench.host.where.home, "log");

  test("gets no program of root's out of a log that it made one", async () => {
    const log = join(logs(), "mine.log");
    expect(as(ACCOUNT, `cp /bin/true '${log}' && truncate -s 11M '${log}' && chmod 6777 '${log}'`)).toBe(true);
    await bench.host.units.start(plain("other", ["sleep", "60"]));
    const { mode } = await until(() => statSync(`${log}.1`, { throwIfNoEntry: false }));
    expect((mode & 0o7777).toString(8)).toBe("640");
  });

  // One of the two comes first in the folder.
  test.each([
    ["a", "z"],
    ["z", "a"],
  ])("cannot keep other logs from their bound (%s)", async (hindered, free) => {
    for (const name of [hindered, free]) as(ACCOUNT, `truncate -s 11M '${logs()}/${name}.log'`);
    as(ACCOUNT, `mkdir -p '${logs()}/${hindered}.log.1' '${logs()}/${hindered}.log.2/full'`);
    await bench.host.units.start(plain("other", ["sleep", "60"]));
    await until(() => existsSync(`${logs()}/${free}.log.1`));
  });

  test("cannot lead a log elsewhere, nor make anybody wait for it", async () => {
    const before = standing(join(precious, "file"));
    for (const name of ["apply.jsonl", "led.log"]) as(ACCOUNT, `ln -s '${precious}/file' '${logs()}/${name}'`);
    as(ACCOUNT, `mkfifo '${logs()}/waits.log'`);
    expect(() => openLog(logs(), "up").boundary("local/x", "begin")).toThrow(/ELOOP/);
    for (const name of ["led", "waits"])
      await expect(bench.host.units.start(plain(name, ["sleep", "60"]))).rejects.toThrow(/ELOOP|ENXIO/);
    expect(await bench.host.units.lines("led", 10)).toEqual([]);
    expect(standing(join(precious, "file"))).toEqual(before);
  });

  test("shows whoever reads the logs nothing of root's, and does not keep them waiting", async () => {
    as(
      ACCOUNT,
      `echo mine > '${logs()}/own.log'; ln -s '${precious}/file' '${logs()}/led.log'; mkfifo '${logs()}/waits.log'`,
    );
    const lines = await readLogs({ hosts: new Map([["local", bench.host]]) }, { lines: 10 });
    expect(lines.map(({ source, text }) => [source, text])).toEqual([["own", "mine"]]);
  });

  test("cannot give away a folder of root's", async () => {
    const { run } = bench.host.where;
    const lock = await bench.host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
    if (isLock(lock)) await lock.release();
    expect(as(ACCOUNT, `ln -s '${precious}' '${run}/20261123-120501-ab12cd.2'`)).toBe(true);
    const before = standing(precious);
    const folder = bench.host.files.makeFolder(join(run, "20261123-120501-ab12cd.2"), {
      mode: 0o750,
      account: ACCOUNT,
    });
    await expect(folder).rejects.toThrow(/ELOOP|ENOTDIR/);
    expect(standing(precious)).toEqual(before);
  });

  test("cannot lay out what root will run: the folder of sockets is root's, or refused", async () => {
    const { run } = bench.host.where;
    const { uid, gid } = statSync(logs());
    rmSync(run, { recursive: true });
    mkdirSync(run, { mode: 0o700 });
    chownSync(run, uid, gid);
    await expect(openLocalHost({ folder: bench.site })).rejects.toMatchObject({
      faults: [{ code: "FOREIGN_FILE", where: run, what: expect.stringContaining(`belongs to ${ACCOUNT}`) }],
    });
    rmSync(run, { recursive: true });
  });
});

describe.runIf(process.getuid?.() === 0)("other users of the machine, where root runs Stead", () => {
  let before: number;
  beforeEach(async () => {
    before = process.umask(0o077);
    bench = await localBench();
    await bench.host.users.create(ACCOUNT);
  });
  afterEach(async () => {
    await bench.close();
    process.umask(before);
  });

  test("read nothing of a release; the engines do, whatever root's umask is", async () => {
    const { home } = bench.host.where;
    const lock = await bench.host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
    if (isLock(lock)) await lock.release();
    const file = join(home, "releases/one/app/page.html");
    await bench.host.files.write(file, "Hello\n", { mode: 0o644 });
    expect(as(ACCOUNT, `cat '${file}'`)).toBe(true);
    expect(as("nobody", `cat '${file}'`)).toBe(false);
    expect(readFileSync(file, "utf8")).toBe("Hello\n");
    // Whoever opens it by hand finds it closed again after the next command.
    chmodSync(home, 0o755);
    const again = await bench.host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
    if (isLock(again)) await again.release();
    expect(as("nobody", `cat '${file}'`)).toBe(false);
  });
});

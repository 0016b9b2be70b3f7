import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isLock } from "../../src/host/host.ts";
import { openLocalHost } from "../../src/host/local/local-host.ts";
import { localBench } from "./local-bench.ts";
import { processes, until } from "./waiting.ts";

let bench: Awaited<ReturnType<typeof localBench>>;

beforeEach(async () => {
  bench = await localBench();
});
afterEach(() => bench.close());

const isRoot = process.getuid?.() === 0;

/** Another process that does something with a host, written in the words of this test. */
const inAnotherProcess = (body: string) => {
  const file = join(bench.site, "other.ts");
  const module = new URL("../../src/host/local/local-host.ts", import.meta.url).pathname;
  writeFileSync(
    file,
    `import { openLocalHost } from ${JSON.stringify(module)};
     const host = await openLocalHost({ folder: ${JSON.stringify(bench.site)} });
     ${body}`,
  );
  return spawn(process.execPath, [file], { stdio: "ignore" });
};

describe("where things lie", () => {
  test("looking makes nothing; a lock notes where they are", async () => {
    expect(() => statSync(bench.host.where.home)).toThrow(/ENOENT/);
    const lock = await bench.host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
    expect(readFileSync(join(bench.site, ".stead/where"), "utf8")).toContain(`sockets ${bench.host.where.run}`);
    expect(statSync(bench.host.where.run).mode & 0o007).toBe(0);
    if (isLock(lock)) await lock.release();
  });

  test("a socket in a site's folder of 150 characters still has a path that fits", async () => {
    const deep = join(bench.site, "d".repeat(150));
    mkdirSync(deep);
    const { where } = await openLocalHost({ folder: deep });
    expect(`${where.run}/20261123-120501-ab12cd/12.sock`.length).toBeLessThan(107);
  });

  test.runIf(isRoot)(
    "as root, a folder that engines may not enter keeps its mode, and the state lies elsewhere",
    async () => {
      chmodSync(bench.site, 0o700);
      const host = await openLocalHost({ folder: bench.site });
      expect(host.where).toMatchObject({
        home: expect.stringMatching(/^\/var\/lib\/stead\/local\/[0-9a-f]{12}$/),
        account: "stead",
      });
      const lock = await host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
      expect(readFileSync(join(bench.site, ".stead/where"), "utf8")).toContain(`home ${host.where.home}`);
      expect(statSync(bench.site).mode & 0o777).toBe(0o700);
      if (isLock(lock)) await lock.release();
      rmSync(host.where.home, { recursive: true });
    },
  );

  test("a link or an open folder in the place of the sockets is refused", async () => {
    const { run } = bench.host.where;
    const elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"));
    symlinkSync(elsewhere, run);
    await expect(openLocalHost({ folder: bench.site })).rejects.toMatchObject({
      faults: [{ code: "FOREIGN_FILE", where: run }],
    });
    expect(lstatSync(run).isSymbolicLink()).toBe(true);
    rmSync(run);
    mkdirSync(run);
    chmodSync(run, 0o777);
    await expect(openLocalHost({ folder: bench.site })).rejects.toMatchObject({ faults: [{ code: "FOREIGN_FILE" }] });
    rmSync(elsewhere, { recursive: true });
  });
});

test("more files can be looked at than a process may have open", () => {
  const paths = Array.from({ length: 1500 }, (_, index) => join(bench.site, `file-${index}`));
  for (const path of paths) writeFileSync(path, path);
  const module = new URL("../../src/host/local/files.ts", import.meta.url).pathname;
  const script = `const { localFiles } = await import(${JSON.stringify(module)});
    const found = await localFiles.look(${JSON.stringify(paths)});
    console.log([...found.values()].filter((entry) => entry?.hash).length);`;
  const words = ["-c", 'ulimit -n 300; exec "$0" --input-type=module', process.execPath];
  expect(execFileSync("/bin/sh", words, { input: script, encoding: "utf8" })).toBe("1500\n");
});

describe("the lock", () => {
  test("ends with the process that has it, however that ends", async () => {
    const other = inAnotherProcess(`
      await host.lock({ verb: "deploy", by: "eve", pid: process.pid, since: "2026-11-23T12:00:00Z" });
      setInterval(() => undefined, 1000);`);
    const mine = { verb: "up", by: "ada", pid: process.pid, since: "2026-11-23T12:00:01Z" };
    await until(() => readIfThere(join(bench.host.where.home, "lock")).includes("eve"));
    expect(await bench.host.lock(mine)).toMatchObject({ verb: "deploy", by: "eve", pid: other.pid });
    other.kill("SIGKILL");
    const lock = await until(async () => {
      const answer = await bench.host.lock(mine);
      return isLock(answer) ? answer : undefined;
    });
    await lock.release();
  });
});

describe("programs", () => {
  test("what takes too long is killed with its children, and the status says so", async () => {
    const begun = Date.now();
    const mark = `6${process.pid}`;
    const { exitCode } = await bench.host.run(["sh", "-c", `sleep ${mark} & sleep ${mark}`], { timeout: 0.3 });
    expect(exitCode).toBe(124);
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(withWord(mark)).toEqual([]);
  });

  test("aborted, it ends at once", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    expect((await bench.host.run(["sleep", "60"], { signal: controller.signal })).exitCode).toBe(137);
  });

  test("what it leaves in the background does not outlive it", async () => {
    const mark = `7${process.pid}`;
    await bench.host.run(["sh", "-c", `sleep ${mark} & echo done`]);
    expect(withWord(mark)).toEqual([]);
  });

  test("none outlives a command that is killed", async () => {
    const mark = `8${process.pid}`;
    const other = inAnotherProcess(`await host.run(["sh", "-c", "sleep ${mark} & sleep ${mark}"]);`);
    await until(() => withWord(mark).length >= 2);
    await sleep(50);
    other.kill("SIGKILL");
    await until(() => withWord(mark).length === 0);
  });

  test.runIf(isRoot)("as another account, it has that account's rights and nothing of the operator's", async () => {
    process.env["OF_THE_OPERATOR"] = "1";
    const { stdout } = await bench.host.run(["sh", "-c", "id -un; id -G; env"], { account: "nobody" });
    expect(stdout).toMatch(/^nobody\n65534\n/);
    expect(stdout).not.toContain("OF_THE_OPERATOR");
  });
});

describe("files", () => {
  test("a reader sees the old content or the new, never a part", async () => {
    const path = join(bench.site, "x.conf");
    const contents = ["a".repeat(300_000), "b".repeat(200_000)];
    await bench.host.files.write(path, contents[0] ?? "", { mode: 0o644 });
    let writing = true;
    const seen = new Set<string>();
    const reader = (async () => {
      while (writing) {
        seen.add(readFileSync(path, "utf8"));
        await sleep(0);
      }
    })();
    for (let round = 0; round < 40; round += 1)
      await bench.host.files.write(path, contents[round % 2] ?? "", { mode: 0o644 });
    writing = false;
    await reader;
    expect([...seen].every((text) => contents.includes(text))).toBe(true);
    expect(await bench.host.files.list(bench.site)).toEqual(["x.conf"]);
  });

  test.runIf(isRoot)("a full disk is told with its mount and what is missing, and the old content stays", async () => {
    const mount = join(bench.site, "small disk");
    mkdirSync(mount);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", mount]);
    try {
      const path = join(mount, "x.conf");
      await bench.host.files.write(path, "old", { mode: 0o644 });
      await expect(bench.host.files.write(path, "n".repeat(200_000), { mode: 0o644 })).rejects.toMatchObject({
        faults: [
          { code: "DISK_FULL", where: path, what: expect.stringMatching(/small disk has \d+ kB free, and 196 kB/) },
        ],
      });
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(await bench.host.files.list(mount)).toEqual(["x.conf"]);
    } finally {
      execFileSync("umount", [mount]);
    }
  });
});

const withWord = (word: string): readonly number[] =>
  processes().flatMap(({ pid, words }) => (words.includes(word) ? [pid] : []));

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

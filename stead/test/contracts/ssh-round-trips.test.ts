import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isLock } from "../../src/host/host.ts";
import { openSshHost } from "../../src/host/ssh/open-ssh-host.ts";
import { isRoot } from "./ssh-bench.ts";
import { startSshd, type Sshd } from "./sshd.ts";

/** Milliseconds to the server and back: so many that everything else is little beside it. */
const ROUND_TRIP = 400;

let sshd: Sshd;
let host: ReturnType<typeof openSshHost>;
beforeAll(async () => {
  if (!isRoot) return;
  sshd = await startSshd();
  const config = join(sshd.folder, "far_config");
  const way = `${process.execPath} ${join(import.meta.dirname, "far-away.mjs")} ${sshd.port} ${ROUND_TRIP}`;
  writeFileSync(config, `Include ${sshd.server.config ?? ""}\nProxyCommand ${way}\n`);
  host = openSshHost({ ...sshd.server, config });
});
afterAll(async () => {
  if (!isRoot) return;
  await host.close();
  await sshd.close();
});

const trips = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / ROUND_TRIP;
};

/** How many it needs: a busy machine adds time to some of the times, never takes any away. */
const needs = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let time = 0; time < 4; time += 1) times.push(await trips(work));
  return Math.min(...times);
};

describe.skipIf(!isRoot)("round trips to a server over ssh (needs root)", () => {
  test("once it is connected, what is asked costs one, however much is asked at once", async () => {
    const file = (index: number): string => join(sshd.folder, "files", String(index));
    const many = Array.from({ length: 30 }, (_, index) => index);
    const measured = {
      connect: await trips(() => host.files.list("/")),
      "a file": await needs(() => host.files.read("/etc/hostname")),
      "30 files at once": await trips(() =>
        Promise.all(many.map((index) => host.files.write(file(index), "x", { mode: 0o644 }))),
      ),
      "500 paths": await needs(() => host.files.look(Array.from({ length: 500 }, (_, index) => file(index)))),
      "the first program": await trips(() => host.run(["true"])),
      "a program": await needs(() => host.run(["true"])),
      "a program with input": await needs(() => host.run(["cat"], { stdin: "x" })),
      "a lock and its release": await trips(async () => {
        const lock = await host.lock({ verb: "up", by: "ada", pid: 1, since: "" });
        if (isLock(lock)) await lock.release();
      }),
    };
    console.log(
      "round trips:",
      Object.entries(measured)
        .map(([what, count]) => `${what} ${count.toFixed(1)}`)
        .join(", "),
    );
    expect(measured["a file"]).toBeLessThan(1.9);
    expect(measured["500 paths"]).toBeLessThan(1.9);
    expect(measured["a program"]).toBeLessThan(1.9);
    expect(measured["a program with input"]).toBeLessThan(1.9);
  });
});

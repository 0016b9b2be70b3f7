import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something is so; fails after some seconds. */
export const until = async <Value>(look: () => Value | Promise<Value>, seconds = 8): Promise<NonNullable<Value>> => {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const seen = await look();
    if (seen) return seen;
    await sleep(10);
  }
  throw new Error(`not so after ${seconds} s: ${look.toString()}`);
};

/** Whether a process runs: a zombie does not. */
export const runs = (pid: number): boolean => {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, "utf8"));
};

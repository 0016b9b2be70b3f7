import { readdirSync, readFileSync } from "node:fs";
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
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

/** Every process that runs, with the words it was started with. */
export const processes = (): readonly { readonly pid: number; readonly words: readonly string[] }[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && runs(Number(name)))
    .map((name) => ({ pid: Number(name), words: wordsOf(name) }));

const wordsOf = (pid: string): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
};

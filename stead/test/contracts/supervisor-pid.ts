import { readdirSync, readFileSync } from "node:fs";
import type { Bench } from "./host.ts";

/** The supervisor's process of a site: the one whose words name the site's folder. */
export const supervisorPid = (bench: Pick<Bench, "host">): number => {
  const [pid] = supervisorPids(bench);
  if (pid === undefined) throw new Error("no supervisor runs");
  return pid;
};

/** All of them: there must never be two. */
export const supervisorPids = ({ host }: Pick<Bench, "host">): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const words = wordsOf(pid);
      return words.includes(host.where.run) && words.some((word) => /supervisor\/main\.[jt]s$/.test(word));
    })
    .map(Number);

const wordsOf = (pid: string): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
};

import type { Bench } from "./host.ts";
import { processes } from "./waiting.ts";

/** The supervisor's process of a site: the one whose words name the site's folder. */
export const supervisorPid = (bench: Pick<Bench, "host">): number => {
  const [pid] = supervisorPids(bench);
  if (pid === undefined) throw new Error("no supervisor runs");
  return pid;
};

/** All of them: there must never be two. */
export const supervisorPids = ({ host }: Pick<Bench, "host">): readonly number[] =>
  processes().flatMap(({ pid, words }) =>
    words.includes(host.where.run) && words.some((word) => /supervisor\/main\.[jt]s$/.test(word)) ? [pid] : [],
  );

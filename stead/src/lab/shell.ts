import type { Host, RunOptions } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";

/** Lines of a failed script that are told. */
const LAST_WORDS = 15;

/**
 * The control groups (version 2) of this machine: on its own, or beside version 1. Every script may say
 * `$GROUPS_AT/stead-lab-ID`. A group ends or freezes all its processes at once (cgroups(7)).
 */
export const PREAMBLE = `GROUPS_AT=/sys/fs/cgroup
[ ! -d /sys/fs/cgroup/unified ] || GROUPS_AT=/sys/fs/cgroup/unified
`;

export interface Script {
  /** What it does, for whoever reads that it failed: "making web1". */
  readonly task: string;
  readonly text: string;
  /** `$1`, `$2`, … */
  readonly words?: readonly string[];
}

/** Runs a shell script on this machine; what it printed. It stops at its first failing command: then throws COMMAND_FAILED. */
export const shell = async (
  host: Host,
  { task, text, words = [] }: Script,
  options: RunOptions = {},
): Promise<string> => {
  const result = await host.run(["/bin/sh", "-euc", PREAMBLE + text, "stead-lab", ...words], options);
  if (result.exitCode === 0) return result.stdout;
  throw new SteadError({
    code: options.signal?.aborted ? "INTERRUPTED" : "COMMAND_FAILED",
    where: `the lab, ${task}`,
    what: result.exitCode === 124 ? "took too long." : `ended with status ${result.exitCode}.`,
    mend: "Mend what its last lines say, then type the command again; `stead lab down` clears what it left.",
    lines: `${result.stdout}\n${result.stderr}`
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(-LAST_WORDS),
  });
};

import { appendFileSync, closeSync, constants, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

/** One line at each boundary of a change, written before the work goes on: after a crash it tells where it happened. */
export interface ApplyLog {
  boundary(id: string, phase: "begin" | "end"): void;
}

/** Longest log kept; then it becomes `apply.1.jsonl`. */
const MAX_BYTES = 1024 * 1024;

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/** The folder may belong to the engines' account: a link that it put there is not followed. */
const FLAGS = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW;

/**
 * The apply log `apply.jsonl` in a host's folder of logs. The folder is made with the first line: a verb with nothing to do makes
 * nothing.
 */
export const openLog = (folder: string, verb: string): ApplyLog => {
  const file = join(folder, "apply.jsonl");
  turnOver(file, join(folder, "apply.1.jsonl"));
  return {
    boundary: (id, phase) => append(folder, file, { time: new Date().toISOString(), verb, id, phase }),
  };
};

/** Performs one step between its two boundaries. A failed step has no end. */
export const betweenBoundaries = async <T>(log: ApplyLog, id: string, work: () => Promise<T>): Promise<T> => {
  log.boundary(id, "begin");
  const result = await work();
  log.boundary(id, "end");
  return result;
};

/** Work whose log cannot be written does not begin: after a crash nobody could tell what it was at. */
const append = (folder: string, file: string, line: object): void => {
  mkdirSync(folder, { recursive: true });
  const descriptor = openSync(file, FLAGS, 0o640);
  try {
    appendFileSync(descriptor, `${JSON.stringify(line)}\n`);
  } finally {
    closeSync(descriptor);
  }
};

const turnOver = (file: string, older: string): void => {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(file, older);
};

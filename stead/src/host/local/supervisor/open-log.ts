import { constants, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Opens a log to append to; the descriptor is the caller's to close. The folder may belong to the engines' account: a
 * link that it put there is not followed, and a pipe without a reader is not waited for.
 */
export const openLog = (file: string): number => {
  // Not the folders above: of a site that somebody removed nothing may come back.
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { mode: 0o755 });
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;
  return openSync(file, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK, 0o640);
};

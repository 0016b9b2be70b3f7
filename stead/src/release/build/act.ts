import type { Host, RunOptions, RunResult } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";

/** A command of our own that has no reason to fail but the disk. Throws DISK_FULL, COMMAND_FAILED. */
export const act = async (host: Host, run: readonly string[], options: RunOptions = {}): Promise<void> => {
  refuseFailed(host, run, await host.run(run, options));
};

/** The same for one whose answer was looked at already. */
export const refuseFailed = (host: Host, run: readonly string[], { exitCode, stderr }: RunResult): void => {
  if (exitCode === 0) return;
  if (/No space left on device|Disk quota exceeded/u.test(stderr)) throw diskFull(host);
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: run[0] ?? "",
    what: `It ended with exit status ${exitCode} while a release was made.`,
    mend: "Mend what its last words say, and run the command again.",
    lines: stderr.trimEnd().split("\n").slice(-5),
  });
};

/** Turns an error of the file system into what a user can act on; any other fault stays itself. */
export const sayFileFault = (host: Host, error: unknown): unknown => {
  if (!(error instanceof Error) || !("code" in error)) return error;
  if (error.code === "ENOSPC" || error.code === "EDQUOT") return diskFull(host);
  return error.code === "EACCES" && "path" in error ? closed(String(error.path)) : error;
};

const closed = (path: string): SteadError =>
  new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: path,
    what: "may not be read by whoever typed this command (EACCES).",
    mend: "See its owner and mode (ls -l), or let a line of .gitignore leave it out of releases.",
  });

const diskFull = (host: Host): SteadError =>
  new SteadError({
    code: "DISK_FULL",
    where: host.where.home,
    what: `The disk of ${host.name} has no room for another release. The half-built one was removed.`,
    mend: `Make room there (\`du -xh --max-depth=2 ${host.where.home} | sort -h | tail\` shows what is large), then run the command again.`,
  });

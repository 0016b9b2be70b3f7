import { readFile, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import { codeOf } from "./code-of.ts";

/** Does something that writes; a full disk is told with its mount and what is missing. `bytes`: what was to be written. */
export const sayingDiskFull = async <Result>(
  path: string,
  bytes: number,
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (fault) {
    if (codeOf(fault) === "ENOSPC" || codeOf(fault) === "EDQUOT") throw await diskFull(path, bytes);
    throw fault;
  }
};

const diskFull = async (path: string, bytes: number): Promise<SteadError> => {
  const folder = await nearestFolder(path);
  const { bavail, bsize, ffree } = await statfs(folder);
  const free = bavail * bsize;
  const lacking =
    ffree === 0 ? "has no room for another file" : `has ${kilobytes(free)} free, and ${kilobytes(bytes)} are needed`;
  const mount = mountOf(folder, await readFile("/proc/self/mounts", "utf8"));
  return new SteadError({
    code: "DISK_FULL",
    where: path,
    what: `The disk is full: ${mount} ${lacking}. What was there before is untouched.`,
    mend: `Make room on ${mount} (\`du -xh --max-depth=2 ${mount} | sort -h | tail\` shows what is large), then run the command again.`,
  });
};

const nearestFolder = async (path: string): Promise<string> => {
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  return found || folder === path ? folder : nearestFolder(folder);
};

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} kB`;

/** The mount a path lies on: the longest mount point above it. Reads proc_pid_mounts(5), whose blanks are `\040`. */
export const mountOf = (path: string, mounts: string): string =>
  mounts
    .split("\n")
    .map((line) => (line.split(" ")[1] ?? "").replaceAll("\\040", " "))
    .filter((point) => point === "/" || path === point || path.startsWith(`${point}/`))
    .reduce((longest, point) => (point.length > longest.length ? point : longest), "/");

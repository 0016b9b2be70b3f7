import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SteadError } from "../../kernel/errors.ts";

let sockets = 0;
let folder: string | undefined;

/**
 * The path of a new control socket: short, because ssh adds 17 characters while it makes one, of 107 (unix(7)), and in a folder that
 * only the operator may enter. The folder is this process's; those of processes that are gone are cleared away. Throws FOREIGN_FILE when
 * somebody else put something in its place.
 */
export const controlSocket = (): string => {
  folder ??= makeFolder();
  return join(folder, String((sockets += 1)));
};

const makeFolder = (): string => {
  const uid = process.getuid?.() ?? 0;
  const all = `/tmp/stead-ssh-${uid}`;
  mkdirSync(all, { recursive: true, mode: 0o700 });
  const stats = lstatSync(all);
  if (!stats.isDirectory() || stats.uid !== uid || (stats.mode & 0o077) !== 0) throw foreign(all);
  clear(all);
  const own = join(all, String(process.pid));
  mkdirSync(own, { recursive: true, mode: 0o700 });
  process.once("exit", () => rmSync(own, { recursive: true, force: true }));
  return own;
};

/** Each folder is named after the process that made it. */
const clear = (all: string): void => {
  for (const name of readdirSync(all))
    if (!lives(Number(name))) rmSync(join(all, name), { recursive: true, force: true });
};

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const foreign = (path: string): SteadError =>
  new SteadError({
    code: "FOREIGN_FILE",
    where: path,
    what: "Stead keeps the sockets of its connections there, but it is not a folder of yours alone.",
    mend: `See what it is, then move it away: mv ${path} ${path}.old`,
  });

import { mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { dirname } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import type { Files } from "../host.ts";
import type { Entry } from "../../state/observations.ts";
import { codeOf } from "./code-of.ts";
import { sayingDiskFull } from "./disk-full.ts";
import { lookAt } from "./look.ts";
import { beside, makeFolder, syncFolder, writeFile } from "./write-file.ts";

/** Files looked at side by side: far below the 1024 that a process may have open unless it asks for more (getrlimit(2)). */
const AT_ONCE = 100;

/** The files of this machine. */
export const localFiles: Files = {
  read: async (path) => {
    try {
      return await readFile(path);
    } catch (fault) {
      if (isAbsence(fault)) return undefined;
      throw unreadable(path, fault);
    }
  },
  write: (path, content, ownership) =>
    sayingDiskFull(path, Buffer.byteLength(content), () => writeFile(path, content, ownership)),
  makeFolder: (path, ownership) => sayingDiskFull(path, 0, () => makeFolder(path, ownership)),
  link: (path, target) => sayingDiskFull(path, 0, () => link(path, target)),
  remove: async (path) => {
    await rm(path, { recursive: true, force: true });
    await syncFolder(dirname(path)).catch(() => undefined);
  },
  list: async (path) => {
    try {
      return (await readdir(path)).toSorted();
    } catch (fault) {
      if (isAbsence(fault)) return [];
      throw unreadable(path, fault);
    }
  },
  look: async (paths) => {
    const found = new Map<string, Entry | undefined>();
    for (let start = 0; start < paths.length; start += AT_ONCE) {
      const some = paths.slice(start, start + AT_ONCE);
      await Promise.all(some.map(async (path) => found.set(path, await lookAt(path))));
    }
    return found;
  },
};

const link = async (path: string, target: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const candidate = beside(path);
  await rm(candidate, { force: true });
  await symlink(target, candidate);
  await rename(candidate, path);
  await syncFolder(dirname(path));
};

const isAbsence = (fault: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(fault) ?? "");

const unreadable = (path: string, fault: unknown): unknown =>
  codeOf(fault) === "EACCES" || codeOf(fault) === "EIO"
    ? new SteadError({
        code: "OWN_FILE_UNREADABLE",
        where: path,
        what: `Stead cannot read it (${codeOf(fault)}).`,
        mend: "Run this command as the user who started the site, or give the file back to yourself.",
      })
    : fault;

import { constants } from "node:fs";
import { lstat, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { identity } from "./accounts.ts";
import { codeOf } from "./code-of.ts";

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

interface Ownership {
  readonly mode: number;
  readonly account?: string;
}

/** Replaces a file in one step: whoever reads it, also after a power cut, finds the old content or the new. */
export const writeFile = async (path: string, content: string | Uint8Array, ownership: Ownership): Promise<void> => {
  const candidate = beside(path);
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  await rm(candidate, { force: true });
  try {
    await writeDurably(candidate, content, ownership);
    await rename(candidate, path);
  } catch (fault) {
    await rm(candidate, { force: true });
    throw fault;
  }
  await syncFolder(dirname(path));
};

/** The name a file has until it is complete. Always the same, so that one left by a killed process is written over. */
export const beside = (path: string): string => join(dirname(path), `.${basename(path)}.stead-new`);

/** `wx` follows no link that somebody put there. The mode is narrow until the owner is right. */
const writeDurably = async (path: string, content: string | Uint8Array, ownership: Ownership): Promise<void> => {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    const { uid, gid } = identity(ownership.account);
    if (uid !== undefined && gid !== undefined) await file.chown(uid, gid);
    await file.chmod(ownership.mode);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Makes a folder and those above it; one that is there gets the mode and owner. */
export const makeFolder = async (path: string, ownership: Ownership): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  await mkdir(path, { mode: 0o700 }).catch((fault: unknown) => {
    if (codeOf(fault) !== "EEXIST") throw fault;
  });
  await ownFolder(path, ownership);
  await syncFolder(dirname(path));
};

/** Where the folder above is open to the engines' account, a link of it must not lead its owner or mode elsewhere. */
const ownFolder = async (path: string, ownership: Ownership): Promise<void> => {
  const ours = (await lstat(path)).uid === process.getuid?.();
  const folder = await open(path, O_RDONLY | O_DIRECTORY | (ours ? 0 : O_NOFOLLOW));
  try {
    const { uid, gid } = identity(ownership.account);
    if (uid !== undefined && gid !== undefined) await folder.chown(uid, gid);
    await folder.chmod(ownership.mode);
  } finally {
    await folder.close();
  }
};

/** A rename is durable only once its folder is (fsync(2)). */
export const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

import { createHash } from "node:crypto";
import { lstat, mkdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Copies files (relative paths) into a folder; gives sha256 hex of their names, modes and contents. */
export const copySource = async (from: string, paths: readonly string[], to: string): Promise<string> => {
  const hash = createHash("sha256");
  for (const path of paths) {
    const target = join(to, path);
    hash.update(`${path}\0${await copyOne(join(from, path), target, hash)}\0`);
  }
  return hash.digest("hex");
};

const copyOne = async (from: string, to: string, hash: { update(bytes: Uint8Array): unknown }): Promise<string> => {
  await mkdir(dirname(to), { recursive: true });
  // A manifest may stand there already, shared with the dependency cache: replaced, never written into.
  await rm(to, { force: true });
  const found = await lstat(from);
  if (found.isSymbolicLink()) {
    const target = await readlink(from);
    await symlink(target, to);
    return `link ${target}`;
  }
  const content = await readFile(from);
  hash.update(content);
  const mode = (found.mode & 0o100) === 0 ? 0o644 : 0o755;
  await writeFile(to, content, { mode });
  return mode.toString(8);
};

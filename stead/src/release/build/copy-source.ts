import { createHash } from "node:crypto";
import { lstat, mkdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files copied side by side: most of the time is spent waiting for the disk. */
const AT_ONCE = 32;

/** Copies files (relative paths) into a folder; gives sha256 hex of their names, modes and contents. */
export const copySource = async (from: string, paths: readonly string[], to: string): Promise<string> => {
  const hash = createHash("sha256");
  for (const folder of new Set(paths.map((path) => dirname(join(to, path))))) await mkdir(folder, { recursive: true });
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const some = paths.slice(start, start + AT_ONCE);
    const copies = await Promise.all(some.map((path) => copyOne(join(from, path), join(to, path))));
    copies.forEach(({ kind, content }, index) => hash.update(content).update(`${some[index] ?? ""}\0${kind}\0`));
  }
  return hash.digest("hex");
};

/** What the release's hash must know of a file besides its name. */
interface Copy {
  readonly kind: string;
  readonly content: Uint8Array;
}

const copyOne = async (from: string, to: string): Promise<Copy> => {
  // A manifest may stand there already, shared with the dependency cache: replaced, never written into.
  await rm(to, { force: true });
  const found = await lstat(from);
  if (found.isSymbolicLink()) {
    const target = await readlink(from);
    await symlink(target, to);
    return { kind: `link ${target}`, content: new Uint8Array() };
  }
  const content = await readFile(from);
  const mode = (found.mode & 0o100) === 0 ? 0o644 : 0o755;
  await writeFile(to, content, { mode });
  return { kind: mode.toString(8), content };
};

import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { lstat, readFile, readlink } from "node:fs/promises";
import type { Entry } from "../../state/observations.ts";
import { accountName } from "./accounts.ts";
import { codeOf } from "./code-of.ts";

/** Bytes: configuration is smaller, and what is larger is data that nobody compares. */
const LARGEST_HASHED = 4 * 1024 * 1024;

/** What stands at a path; undefined: nothing. What cannot be read has no hash. */
export const lookAt = async (path: string): Promise<Entry | undefined> => {
  try {
    const stats = await lstat(path);
    return {
      kind: kindOf(stats),
      mode: stats.mode & 0o7777,
      account: accountName(stats.uid),
      size: stats.size,
      ...(await contentOf(path, stats)),
    };
  } catch (fault) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(fault) ?? "")) return undefined;
    throw fault;
  }
};

const kindOf = (stats: Stats): Entry["kind"] => {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "folder";
  if (stats.isSymbolicLink()) return "link";
  return stats.isSocket() ? "socket" : "other";
};

const contentOf = async (path: string, stats: Stats): Promise<{ hash?: string; target?: string }> => {
  if (stats.isSymbolicLink()) {
    const target = await readlink(path);
    return { hash: target, target };
  }
  if (!stats.isFile() || stats.size > LARGEST_HASHED) return {};
  try {
    return {
      hash: createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    };
  } catch (fault) {
    if (codeOf(fault) === "EACCES" || codeOf(fault) === "EIO") return {};
    throw fault;
  }
};

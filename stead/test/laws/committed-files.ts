import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./imports.ts";

/** Files git would show (tracked, and untracked but not ignored), as paths from the root. */
export const committedFiles = (): readonly string[] =>
  execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: repository })
    .toString()
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(repository, path)) && statSync(join(repository, path)).isFile())
    .sort();

/** The text of one; undefined for what is no text (pictures). */
export const textOf = (path: string): string | undefined => {
  const content = readFileSync(join(repository, path));
  return content.includes(0) ? undefined : content.toString("utf8");
};

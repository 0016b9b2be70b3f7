import { existsSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";

/** The files a release is made of, relative to the site's folder and sorted. */
export interface SourceFiles {
  readonly paths: readonly string[];
  readonly commit?: string;
  readonly dirty?: boolean;
}

/** What git would show: tracked, and untracked but not ignored, as they are now. Without git the whole folder. */
export const sourceFiles = async (host: Host, folder: string): Promise<SourceFiles> => {
  const listed = await listedByGit(host, folder);
  if (listed === undefined) return { paths: await everything(folder) };
  const names = [...new Set(listed.split("\0").filter((name) => name !== ""))].filter(isWanted);
  const commit = (await git(host, folder, ["rev-parse", "HEAD"])).stdout?.trim();
  const changes = (await git(host, folder, ["status", "--porcelain", "--", ".", ":(exclude).stead"])).stdout;
  return {
    paths: (await Promise.all(names.map((name) => asFiles(folder, name)))).flat().sort(),
    ...(commit ? { commit } : {}),
    dirty: changes !== "",
  };
};

/**
 * undefined: the folder is in no work tree, or one above it ignores it whole (a home folder under git). Throws where there is a
 * work tree that git cannot read: files that it ignores may be private, and would be released.
 */
const listedByGit = async (host: Host, folder: string): Promise<string | undefined> => {
  const { stdout, stderr } = await git(host, folder, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  if (stdout === undefined && isUnderGit(folder)) throw unreadableByGit(folder, stderr);
  if (stdout !== "") return stdout;
  return (await git(host, folder, ["check-ignore", "--quiet", "."])).stdout === undefined ? "" : undefined;
};

const isUnderGit = (folder: string): boolean =>
  existsSync(join(folder, ".git")) || (folder !== dirname(folder) && isUnderGit(dirname(folder)));

const unreadableByGit = (folder: string, said: string): SteadError =>
  new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: folder,
    what: "is under git, but git cannot tell which of its files it ignores.",
    mend: "Install git, or mend what it says below. A folder without .git is released whole.",
    lines: said.trim() === "" ? [] : said.trim().split("\n").slice(-5),
  });

/** As `git rev-parse --local-env-vars` lists them: what a hook that runs Stead has set speaks of another repository. */
const ofOtherRepository = ["DIR", "WORK_TREE", "INDEX_FILE", "PREFIX", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE"];

/**
 * Output of a git command; no `stdout`: it failed, or git is not there. `safe.directory`: the operator named this folder, so it
 * may belong to another account; git's hooks and its file monitor stay off.
 */
const git = async (
  host: Host,
  folder: string,
  words: readonly string[],
): Promise<{ readonly stdout?: string; readonly stderr: string }> => {
  const unset = ofOtherRepository.flatMap((name) => ["-u", `GIT_${name}`]);
  const run = ["env", ...unset, "git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-C", folder, ...words];
  const { exitCode, stdout, stderr } = await host.run(run);
  return exitCode === 0 ? { stdout, stderr } : { stderr };
};

/** Folders that are never part of a release, wherever they lie. */
const unwanted = new Set([".stead", "node_modules", ".git"]);

const isWanted = (path: string): boolean => !path.split("/").some((name) => unwanted.has(name));

/** A name of git's list as files: itself; none when it was deleted; the files of a folder (a submodule, a nested clone). */
const asFiles = async (folder: string, name: string): Promise<readonly string[]> => {
  const found = await lstat(join(folder, name)).catch(() => undefined);
  if (found === undefined && name.includes(UNREADABLE)) throw unreadableName(folder, name);
  if (found === undefined) return [];
  return found.isDirectory() ? everything(folder, name.replace(/\/$/u, "")) : [name];
};

/** What stands for bytes that are no UTF-8 (Unicode, U+FFFD). A file may also really be called so. */
const UNREADABLE = "\u{fffd}";

const unreadableName = (folder: string, name: string): SteadError =>
  new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: join(folder, name),
    what: "has a name that is not UTF-8, so it cannot be part of a release.",
    mend: "Give it another name, or take it out of the folder.",
  });

const everything = async (folder: string, below = ""): Promise<readonly string[]> => {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const wanted = entries.filter((entry) => !unwanted.has(entry.name));
  const found = await Promise.all(
    wanted.map(async (entry) => {
      const path = join(below, entry.name);
      if (entry.name.includes(UNREADABLE) && (await lstat(join(folder, path)).catch(() => undefined)) === undefined)
        throw unreadableName(folder, path);
      if (entry.isDirectory()) return everything(folder, path);
      return entry.isFile() || entry.isSymbolicLink() ? [path] : [];
    }),
  );
  return found.flat().sort();
};

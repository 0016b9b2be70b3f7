import { access, glob, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { matchesGlob } from "../../kernel/glob.ts";
import { parseJson } from "../record.ts";

/** Where npm's files for the site's folder lie. */
export interface Manifests {
  /** The npm project's root: the folder itself, or that of the workspaces it belongs to. */
  readonly root: string;
  /** The site's folder seen from there: `.`, or `site`. */
  readonly folder: string;
  /** package.json files, the lock and .npmrc: relative to `root`. */
  readonly files: readonly string[];
  readonly locked: boolean;
  /** Whether anything is to be installed. */
  readonly needed: boolean;
  /** The project's own scripts that belong to an installation, in npm's order. */
  readonly scripts: readonly string[];
}

/** undefined: the folder has no package.json. */
export const findManifests = async (folder: string): Promise<Manifests | undefined> => {
  const own = await readManifest(join(folder, "package.json"));
  if (own === undefined) return undefined;
  const root = (await workspaceRoot(folder)) ?? folder;
  const members = await membersOf(root);
  const candidates = ["package.json", ...locks, ".npmrc", ...members.map((member) => join(member, "package.json"))];
  const files = await presentOnly(root, [...new Set([...candidates, relative(root, join(folder, ".npmrc"))])]);
  return {
    root,
    folder: relative(root, folder) || ".",
    files,
    locked: locks.some((lock) => files.includes(lock)),
    needed: dependencyFields.some((field) => Object.keys(own[field] ?? {}).length > 0),
    scripts: installScripts.filter((name) => own.scripts?.[name] !== undefined),
  };
};

/** What `npm install` runs of the project itself (npm's scripts(7)). */
export const installScripts: readonly string[] = ["preinstall", "install", "postinstall", "prepare"];

const locks = ["package-lock.json", "npm-shrinkwrap.json"];
const dependencyFields = ["dependencies", "devDependencies", "optionalDependencies"] as const;

type Manifest = Readonly<Partial<Record<(typeof dependencyFields)[number], Record<string, string>>>> & {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
};

const readManifest = async (path: string): Promise<Manifest | undefined> => {
  const text = await readFile(path, "utf8").catch(() => undefined);
  const value = text === undefined ? undefined : parseJson(text);
  return typeof value === "object" && value !== null ? value : undefined;
};

const patternsOf = (manifest: Manifest | undefined): readonly string[] => {
  const named = manifest?.workspaces ?? [];
  return "packages" in named ? (named.packages ?? []) : Array.isArray(named) ? named : [];
};

/** The nearest folder above whose package.json counts this one among its workspaces. */
const workspaceRoot = async (folder: string): Promise<string | undefined> => {
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    const patterns = patternsOf(await readManifest(join(above, "package.json")));
    const path = `/${relative(above, folder)}`;
    if (
      matchesGlob(
        path,
        patterns.map((pattern) => join("/", pattern).replace(/\/$/u, "")),
      )
    )
      return above;
  }
  return undefined;
};

const membersOf = async (root: string): Promise<readonly string[]> => {
  const patterns = patternsOf(await readManifest(join(root, "package.json"))).map((pattern) => join(pattern));
  if (patterns.length === 0) return [];
  const found: string[] = [];
  for await (const path of glob(patterns, { cwd: root, exclude: (name) => name === "node_modules" })) found.push(path);
  return found.sort();
};

const presentOnly = async (root: string, paths: readonly string[]): Promise<readonly string[]> => {
  const present = await Promise.all(
    paths.map((path) =>
      access(join(root, path)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => present[index]);
};

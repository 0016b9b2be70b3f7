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
  /** Other workspaces that the site's depends on, seen from there: `packages/ui`. */
  readonly members: readonly string[];
  /** package.json files, the lock and .npmrc: relative to `root`. */
  readonly files: readonly string[];
  readonly locked: boolean;
  /** Whether anything is to be installed. */
  readonly needed: boolean;
  /** Whether a dependency is a folder of the project's own (`file:`), so that its files are part of the installation. */
  readonly local: boolean;
  /** The project's own scripts that belong to an installation, in npm's order. */
  readonly scripts: readonly string[];
}

/** What npm would read for a folder; nothing is needed for one without a package.json. */
export const findManifests = async (folder: string): Promise<Manifests> => {
  const own = (await readManifest(join(folder, "package.json"))) ?? {};
  const root = (await workspaceRoot(folder)) ?? folder;
  const workspaces = await workspacesOf(root);
  const candidates = [...inRoot, ...[...workspaces.keys()].map((member) => join(member, "package.json"))];
  const place = relative(root, folder) || ".";
  const files = await presentOnly(root, [...new Set([...candidates, relative(root, join(folder, ".npmrc"))])]);
  return {
    root,
    folder: place,
    members: neededMembers(own, workspaces).filter((member) => member !== place),
    files,
    locked: locks.some((lock) => files.includes(lock)),
    needed: Object.keys(dependenciesOf(own)).length > 0,
    local: Object.values(dependenciesOf(own)).some((version) => /^(?:file|link):/u.test(version)),
    scripts: installScripts.filter((name) => own.scripts?.[name] !== undefined),
  };
};

/** What `npm install` runs of the project itself (npm's scripts(7)). */
export const installScripts: readonly string[] = ["preinstall", "install", "postinstall", "prepare"];

const locks = ["package-lock.json", "npm-shrinkwrap.json"];
const inRoot = ["package.json", ...locks, ".npmrc"];

const dependencyFields = ["dependencies", "devDependencies", "optionalDependencies"] as const;

type Manifest = Readonly<Partial<Record<(typeof dependencyFields)[number], Record<string, string>>>> & {
  readonly name?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
};

const dependenciesOf = (manifest: Manifest): Readonly<Record<string, string>> =>
  Object.assign({}, ...dependencyFields.map((field) => manifest[field] ?? {}));

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
    const anchored = patterns.map((pattern) => join("/", pattern).replace(/\/$/u, ""));
    if (matchesGlob(`/${relative(above, folder)}`, anchored)) return above;
  }
  return undefined;
};

/** The workspaces of a root, by their folder. */
const workspacesOf = async (root: string): Promise<ReadonlyMap<string, Manifest>> => {
  const patterns = patternsOf(await readManifest(join(root, "package.json"))).map((pattern) => join(pattern));
  const found: string[] = [];
  if (patterns.length > 0)
    for await (const path of glob(patterns, { cwd: root, exclude: (name) => name === "node_modules" }))
      found.push(path);
  const read = await Promise.all(
    found.sort().map(async (member) => [member, await readManifest(join(root, member, "package.json"))] as const),
  );
  return new Map(read.flatMap(([member, manifest]) => (manifest ? [[member, manifest] as const] : [])));
};

/** Workspaces among the dependencies, and among theirs. */
const neededMembers = (own: Manifest, workspaces: ReadonlyMap<string, Manifest>): readonly string[] => {
  const needed = new Set<string>();
  const visit = (manifest: Manifest): void => {
    const names = dependenciesOf(manifest);
    for (const [member, other] of workspaces) {
      if (other.name === undefined || !(other.name in names) || needed.has(member)) continue;
      needed.add(member);
      visit(other);
    }
  };
  visit(own);
  return [...needed].sort();
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

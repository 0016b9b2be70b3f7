import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from "node:fs";
import { extname, join } from "node:path";

/** What stands in a folder, as far as it tells what kind of website it is. */
export interface Look {
  readonly folder: string;
  /** Paths of files, seen from the folder, that may say how it is run. */
  readonly files: ReadonlySet<string>;
  /** undefined: there is none, or it is not JSON. */
  readonly manifest?: PackageManifest;
  /** Programs' text by path; at most `mostSources` of them. */
  readonly sources: ReadonlyMap<string, string>;
}

/** The parts of a package.json that matter here. */
export interface PackageManifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
  readonly main?: string;
}

const mostSources = 400;
const largestSource = 512 * 1024;

/** Reads the folder: names, package.json, and the text of its programs (never those of dependencies or builds). */
export const lookAtFolder = (folder: string): Look => {
  const files = new Set(walk(folder, "", 4));
  const sources = [...files].filter((path) => sourceEndings.has(extname(path))).slice(0, mostSources);
  const manifest = readManifest(join(folder, "package.json"));
  return {
    folder,
    files,
    ...(manifest ? { manifest } : {}),
    sources: new Map(sources.map((path) => [path, readSource(join(folder, path))])),
  };
};

const sourceEndings = new Set([".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx"]);

const passedOver = new Set(["node_modules", "coverage", "test", "tests", "__tests__"]);

const walk = (folder: string, below: string, depth: number): readonly string[] =>
  entriesOf(join(folder, below)).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile()) return [path];
    const enter = entry.isDirectory() && depth > 0 && !entry.name.startsWith(".") && !passedOver.has(entry.name);
    return enter ? walk(folder, path, depth - 1) : [];
  });

const entriesOf = (folder: string): readonly Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // a folder that may not be read tells nothing, and is no reason to stop
  }
};

const readSource = (path: string): string => {
  try {
    return statSync(path).size > largestSource ? "" : readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

const readManifest = (path: string): PackageManifest | undefined => {
  if (!existsSync(path)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return {
      scripts: textsOf(value, "scripts"),
      dependencies: [...Object.keys(textsOf(value, "dependencies")), ...Object.keys(textsOf(value, "devDependencies"))],
      ...mainOf(value),
    };
  } catch {
    return undefined;
  }
};

const textsOf = (value: unknown, key: string): Readonly<Record<string, string>> => {
  const part: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  if (typeof part !== "object" || part === null) return {};
  return Object.fromEntries(
    Object.entries(part).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
};

const mainOf = (value: unknown): { readonly main?: string } => {
  const main: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "main") : undefined;
  return typeof main === "string" ? { main } : {};
};

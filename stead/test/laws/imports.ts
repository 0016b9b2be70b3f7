import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** One import: paths below the repository's root, or a bare name (`node:fs`, `zod`). */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

export const repository = resolve(import.meta.dirname, "../../..");

/** Every source file below a folder of the repository, as paths from its root. */
export const sourceFiles = (folder: string): readonly string[] =>
  readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
    .filter((path) => !/(?:^|\/)(?:node_modules|dist|\.stead)\//.test(path))
    .sort();

/** The imports of every file below a folder, tests left out. */
export const importEdges = (folder: string): readonly Edge[] =>
  sourceFiles(folder)
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .flatMap((path) => edgesOf(path, readFileSync(join(repository, path), "utf8")));

/** `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")`. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?\bfrom\s*"([^"]+)"|(?:^|\n)\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/g;

export const edgesOf = (path: string, source: string): readonly Edge[] =>
  [...source.matchAll(IMPORT)].map((match) => {
    const named = match[1] ?? match[2] ?? match[3] ?? "";
    return { from: path, to: named.startsWith(".") ? join(dirname(path), named) : named };
  });

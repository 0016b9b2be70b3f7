import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SteadError } from "../kernel/errors.ts";
import { importFault } from "./import-fault.ts";
import { resolveStead } from "./resolve-stead.ts";

/** A site's configuration as it was written, not yet validated. */
export interface Config {
  /** Absolute path of the file. */
  readonly file: string;
  /** The site's folder: where the file lies. */
  readonly folder: string;
  /** What it exports by default. */
  readonly value: unknown;
}

/** Names of the file, the first that is there counts. */
export const configNames = ["stead.config.ts", "stead.config.mts", "stead.config.js", "stead.config.mjs"] as const;

/**
 * Finds and runs a site's stead.config.ts: the one that `config` names (a file, or a folder that has one), else that of
 * `folder` or the nearest folder above it.
 * Throws USAGE (a folder that cannot be used), SPEC_NOT_FOUND, SPEC_UNREADABLE (syntax, with the line), SPEC_THROWS (with the user's own line) or SPEC_INVALID
 * (nothing exported by default).
 */
export const readConfig = async (where: { readonly folder: string; readonly config?: string }): Promise<Config> => {
  const file = findConfig(where);
  refuseOddFolder(dirname(file));
  return { file, folder: dirname(file), value: await importDefault(file) };
};

/**
 * A colon parts the entries of PATH, so the release's own Node would not be found; Node imports nothing with a backslash in its
 * path, and Knot reads no control characters. Every other sign will do.
 */
const refuseOddFolder = (folder: string): void => {
  const [odd] = /[:\\\p{Cc}]/u.exec(folder) ?? [];
  if (odd === undefined) return;
  throw new SteadError({
    code: "USAGE",
    where: folder,
    what: `has ${JSON.stringify(odd)} in its path, which not all programs can take.`,
    mend: "Give the folder another name.",
  });
};

/** The path of the site's configuration. Throws SPEC_NOT_FOUND. */
export const findConfig = ({ folder, config }: { readonly folder: string; readonly config?: string }): string =>
  config === undefined ? findAbove(resolve(folder), resolve(folder)) : findNamed(resolve(folder, config));

const findNamed = (path: string): string => {
  const found = existsSync(path) && statSync(path).isDirectory() ? configIn(path) : path;
  if (found !== undefined && existsSync(found)) return found;
  throw new SteadError({
    code: "SPEC_NOT_FOUND",
    where: path,
    what: found === undefined ? "has no stead.config.ts in it." : "is not there.",
    mend: "Name an existing stead.config.ts after --config, or leave it out in the site's own folder.",
  });
};

const findAbove = (folder: string, start: string): string => {
  const found = configIn(folder);
  if (found !== undefined) return found;
  const above = dirname(folder);
  if (above !== folder) return findAbove(above, start);
  throw new SteadError({
    code: "SPEC_NOT_FOUND",
    where: start,
    what: "has no stead.config.ts, nor has any folder above it.",
    mend: "Type `stead init` in the site's folder to write one, or name one with --config.",
  });
};

const configIn = (folder: string): string | undefined =>
  configNames.map((name) => join(folder, name)).find((path) => existsSync(path));

const importDefault = async (file: string): Promise<unknown> => {
  const module = await importFresh(file);
  if ("default" in module) return module["default"];
  throw new SteadError({
    code: "SPEC_INVALID",
    where: file,
    what: "exports nothing by default.",
    mend: "Write export default defineSite({ … }) in it.",
  });
};

let readings = 0;

/** A file that was read before may have changed since: the query makes Node read it anew. */
const importFresh = async (file: string): Promise<Readonly<Record<string, unknown>>> => {
  resolveStead();
  readings += 1;
  const url = `${pathToFileURL(file).href}?reading=${readings}`;
  try {
    return (await import(/* @vite-ignore */ url)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new SteadError(importFault(file, error));
  }
};

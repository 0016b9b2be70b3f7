import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SteadError } from "../kernel/errors.ts";
import { chooseDomain } from "./init/choose-domain.ts";
import { firstPage } from "./init/first-page.ts";
import { lookAtFolder } from "./init/look-at-folder.ts";
import { recognise, type Guess } from "./init/recognise.ts";
import { writeConfig } from "./init/write-config.ts";
import { configNames } from "./read-config.ts";

export interface Initialised {
  /** Absolute path of the file that was written. */
  readonly file: string;
  readonly domain: string;
  /** Further files that were written: the first page of an empty folder. */
  readonly wrote: readonly string[];
  /** What was seen, in sentences. */
  readonly found: readonly string[];
  /** What the application still needs, in sentences. */
  readonly advice: readonly string[];
  /** The command to type next. */
  readonly next: string;
}

/**
 * Looks at a folder and writes a commented stead.config.ts for it; in a folder with nothing to serve also a first page.
 * Nothing is ever overwritten. Throws USAGE when there already is a configuration, SPEC_DOMAIN for a bad `domain`.
 */
export const init = (options: { readonly folder: string; readonly domain?: string }): Initialised => {
  const folder = resolve(options.folder);
  refuseExisting(folder);
  const domain = chooseDomain(folder, options.domain);
  const guess = recognise(lookAtFolder(folder));
  const wrote = guess ? [] : [writeNew(join(folder, "public", "index.html"), firstPage(domain))];
  const known = guess ?? emptyFolder;
  const file = writeNew(join(folder, "stead.config.ts"), writeConfig(domain, known));
  return { file, domain, wrote, found: known.found, advice: known.advice, next: "stead up" };
};

const refuseExisting = (folder: string): void => {
  const existing = configNames.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (existing === undefined) return;
  throw new SteadError({
    code: "USAGE",
    where: existing,
    what: "is already there; init never overwrites.",
    mend: "Type `stead up` to start it, or move it away and type `stead init` again.",
  });
};

const emptyFolder: Guess = {
  app: { static: "public" },
  database: false,
  found: ["Nothing to serve yet: public/index.html is a first page."],
  advice: [],
};

const writeNew = (path: string, content: string): string => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { flag: "wx" });
    return path;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new SteadError({
      code: code === "ENOSPC" ? "DISK_FULL" : "USAGE",
      where: path,
      what: `cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      mend: code === "ENOSPC" ? "Make room on that disk." : "Choose a folder that you may write to.",
    });
  }
};

import { createHash } from "node:crypto";
import { copyFile, link, lstat, mkdir, readdir, readFile, realpath, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { parseJson } from "../record.ts";
import { compress } from "./compress.ts";

const filesShape = z.record(z.string(), z.string());

/** `static.json`: sha256 hex of each static file, by its path. */
export type StaticFiles = Readonly<Record<string, string>>;

/** Reads a release's `static.json`; `{}` when there is none. */
export const readStaticFiles = async (release: string): Promise<StaticFiles> => {
  const text = await readFile(join(release, "static.json"), "utf8").catch(() => "");
  return filesShape.safeParse(parseJson(text)).data ?? {};
};

/** Two cores are common, and each file uses up to two threads. */
const AT_ONCE = 4;

/**
 * Fills a release's `static/` with the files of `from`, each with its `.gz` and `.br`. A file that the release before had with
 * the same content is linked from there: its time stays, and with it the ETag that browsers hold. `leftOut` is told of each link
 * that leads out of the release: what lies there was not deployed, and need not be anybody's to read.
 */
export const gatherStatic = async (
  from: string,
  release: string,
  before: string | undefined,
  leftOut: (path: string) => void,
): Promise<StaticFiles> => {
  const paths = await servedFiles(from, await realpath(join(release, "app")), leftOut);
  const own = new Set(paths);
  const known = before === undefined ? {} : await readStaticFiles(before);
  const waiting = [...paths];
  const hashes = new Map<string, string>();
  const work = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const content = await readFile(join(from, path));
      const hash = createHash("sha256").update(content).digest("hex");
      hashes.set(path, hash);
      const old = known[path] === hash && before !== undefined ? join(before, "static", path) : undefined;
      const target = join(release, "static", path);
      await mkdir(dirname(target), { recursive: true });
      // The author's own `.gz` is a file like any other, and stands.
      const forms = (["gz", "br"] as const).filter((form) => !own.has(`${path}.${form}`));
      if (old === undefined || !(await linkOld(old, target, forms)))
        await writeNew(join(from, path), target, content, forms);
    }
  };
  await mkdir(join(release, "static"), { recursive: true });
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const files = Object.fromEntries([...hashes].sort(([left], [right]) => (left < right ? -1 : 1)));
  await writeFile(join(release, "static.json"), `${JSON.stringify(files, null, 1)}\n`);
  return files;
};

/**
 * Never served, when the whole folder is the static one: what builds the site, and what begins with a dot (.env, .git);
 * `.well-known` is meant to be public (RFC 8615).
 */
const isServed = (name: string): boolean =>
  name === ".well-known" ||
  !(name.startsWith(".") || name === "node_modules" || /^(?:stead\.config\.\w+|package(?:-lock)?\.json)$/u.test(name));

const servedFiles = async (
  folder: string,
  app: string,
  leftOut: (path: string) => void,
  below = "",
): Promise<readonly string[]> => {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(below, entry.name);
      if (!isServed(entry.name)) return [];
      if (entry.isDirectory()) return servedFiles(folder, app, leftOut, path);
      if ((await stat(join(folder, path)).catch(() => undefined))?.isFile() !== true) return [];
      if (!entry.isSymbolicLink() || (await isWithin(app, join(folder, path)))) return [path];
      leftOut(path);
      return [];
    }),
  );
  return found.flat().sort();
};

/** Whether a path, links followed, lies in a folder (without links). */
export const isWithin = async (folder: string, path: string): Promise<boolean> =>
  `${await realpath(path)}/`.startsWith(`${folder}/`);

type Form = "gz" | "br";

/** The old file and its smaller forms; false when it is gone. */
const linkOld = async (old: string, target: string, forms: readonly Form[]): Promise<boolean> => {
  if ((await lstat(old).catch(() => undefined)) === undefined) return false;
  await link(old, target);
  await Promise.all(forms.map((form) => link(`${old}.${form}`, `${target}.${form}`).catch(() => undefined)));
  return true;
};

/** Whole seconds: nginx makes ETags of them, and the smaller forms must agree with the file. */
const writeNew = async (from: string, target: string, content: Buffer, forms: readonly Form[]): Promise<void> => {
  const now = Math.floor(Date.now() / 1000);
  const smaller = await compress(target, content);
  await copyFile(from, target);
  await utimes(target, now, now);
  await Promise.all(
    forms.map(async (form) => {
      const bytes = smaller[form];
      if (bytes === undefined) return;
      await writeFile(`${target}.${form}`, bytes);
      await utimes(`${target}.${form}`, now, now);
    }),
  );
};

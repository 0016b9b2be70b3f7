import { lstat, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { parseJson } from "../record.ts";

/** What npm writes beside the packages: each with its place, and whether only development needs it. */
const hiddenLock = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().optional(), link: z.boolean().optional(), resolved: z.string().optional() }),
  ),
});

/**
 * Takes the packages that only development needs out of a built tree. What the build itself put into node_modules (a
 * generated database client) stays, which a second installation would lose.
 */
export const dropDevelopment = async (app: string): Promise<void> => {
  const text = await readFile(join(app, "node_modules/.package-lock.json"), "utf8").catch(() => undefined);
  if (text === undefined) return;
  const lock = hiddenLock.safeParse(parseJson(text));
  if (!lock.success) return;
  const packages = Object.entries(lock.data.packages);
  // A folder of the project's own is linked; whether development alone needs it stands with the folder.
  const isDevelopment = (path: string): boolean => lock.data.packages[path]?.dev === true;
  const dropped = packages.filter(
    ([path, { link, resolved }]) =>
      path.includes("node_modules/") && (isDevelopment(path) || (link === true && isDevelopment(resolved ?? ""))),
  );
  await Promise.all(dropped.map(([path]) => rm(join(app, path), { recursive: true, force: true })));
  const folders = new Set(packages.map(([path]) => `${path.slice(0, path.lastIndexOf("node_modules/"))}node_modules`));
  await Promise.all([...folders].map((folder) => dropDangling(join(app, folder, ".bin"))));
};

/** Links to programs of packages that are gone. */
const dropDangling = async (folder: string): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const target = await stat(path).catch(() => undefined);
      if (target === undefined && (await lstat(path)).isSymbolicLink()) await rm(path);
    }),
  );
};

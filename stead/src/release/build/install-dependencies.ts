import { createHash } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import type { Host } from "../../host/host.ts";
import { act } from "./act.ts";
import { parseJson } from "../record.ts";
import type { ReleaseContext } from "../release.ts";
import { installScripts, type Manifests } from "./manifests.ts";
import { runInWorkshop, type Workshop } from "./workshop.ts";

/**
 * Puts the dependencies into the workshop's `app/`. They are kept by the hash of what they are made from and hard-linked
 * into each build, so a deploy without changed dependencies takes no npm time. Gives that hash.
 */
export const installDependencies = async (
  context: ReleaseContext,
  workshop: Workshop,
  manifests: Manifests,
): Promise<string> => {
  const key = await keyOf(workshop, manifests);
  const kept = join(dependencyCache(workshop.host), key);
  const note = (says: string): void => context.report({ kind: "note", step: "build", says });
  if (await isThere(kept)) note("Dependencies: unchanged");
  else await install(context, workshop, manifests, kept);
  await linkInto(workshop, kept);
  return key;
};

/** Installs in the built tree itself, once its files are there: for dependencies that are folders of the project's own. */
export const installInPlace = async (
  context: ReleaseContext,
  workshop: Workshop,
  manifests: Manifests,
): Promise<void> => {
  const app = join(workshop.folder, "app");
  const above =
    manifests.folder === "." ? [] : manifests.files.filter((file) => !file.startsWith(`${manifests.folder}/`));
  for (const file of above) await copyManifest(join(manifests.root, file), join(app, file), []);
  await runNpm(context, workshop, manifests, app);
};

/** `cache/dependencies` in the site's home. */
export const dependencyCache = (host: Host): string => join(host.where.home, "cache/dependencies");

const keyOf = async (workshop: Workshop, manifests: Manifests): Promise<string> => {
  const hash = createHash("sha256").update(
    [workshop.node.version, process.platform, process.arch, manifests.folder].join("\0"),
  );
  const contents = await Promise.all(manifests.files.map((file) => readFile(join(manifests.root, file))));
  manifests.files.forEach((file, index) => hash.update(`${file}\0`).update(contents[index] ?? ""));
  return hash.digest("hex").slice(0, 16);
};

const isThere = (folder: string): Promise<boolean> =>
  access(folder).then(
    () => true,
    () => false,
  );

const install = async (
  context: ReleaseContext,
  workshop: Workshop,
  manifests: Manifests,
  kept: string,
): Promise<void> => {
  const folder = `${kept}.installing`;
  await rm(folder, { recursive: true, force: true });
  await Promise.all(manifests.files.map((file) => copyManifest(join(manifests.root, file), join(folder, file))));
  await runNpm(context, workshop, manifests, folder);
  // Every build and release shares these files: a tool that would change one in place is refused.
  await act(workshop.host, ["find", folder, "-type", "f", "-exec", "chmod", "a+r,a-w", "{}", "+"]);
  await rename(folder, kept);
};

const runNpm = (context: ReleaseContext, workshop: Workshop, manifests: Manifests, folder: string): Promise<void> => {
  const words = npmWords(manifests);
  return runInWorkshop(context, workshop, {
    where: "package.json",
    run: words,
    says: words.slice(0, 2).join(" "),
    folder,
  });
};

/** The project's own scripts are left out here: they may need its other files, and run in the build. */
const copyManifest = async (from: string, to: string, without = installScripts): Promise<void> => {
  await mkdir(dirname(to), { recursive: true });
  const text = await readFile(from, "utf8");
  const value = basename(from) === "package.json" ? manifestShape.safeParse(parseJson(text)).data : undefined;
  if (value === undefined) return writeFile(to, text);
  const scripts = Object.entries(value.scripts ?? {}).filter(([name]) => !without.includes(name));
  await writeFile(to, `${JSON.stringify({ ...value, scripts: Object.fromEntries(scripts) }, null, 2)}\n`);
};

const manifestShape = z.looseObject({ scripts: z.record(z.string(), z.string()).optional() });

/** `--include=dev`: the build needs its tools, whatever the operator's NODE_ENV. */
const npmWords = (manifests: Manifests): readonly string[] => [
  "npm",
  manifests.locked ? "ci" : "install",
  ...(manifests.folder === "." ? [] : ["--workspace", manifests.folder]),
  "--include=dev",
  "--prefer-offline",
  "--no-audit",
  "--no-fund",
  "--no-update-notifier",
  "--loglevel=warn",
];

/** Manifests as well: what npm wrote (a lock, when there was none) belongs to the release; the site's own files come over it. */
const linkInto = async (workshop: Workshop, kept: string): Promise<void> => {
  const app = join(workshop.folder, "app");
  await mkdir(app, { recursive: true });
  await act(workshop.host, ["cp", "-al", "--", `${kept}/.`, app]);
  await Promise.all((await generated(kept)).map((name) => copyOwn(workshop, join(kept, name), join(app, name))));
};

/** Folders like `.prisma` and `.cache`, which tools write into: each release has its own. */
const generated = async (kept: string): Promise<readonly string[]> => {
  const entries = await readdir(join(kept, "node_modules"), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith(".") && entry.name !== ".bin");
  return names.map(({ name }) => join("node_modules", name));
};

const copyOwn = async ({ host }: Workshop, from: string, to: string): Promise<void> => {
  await rm(to, { recursive: true });
  await act(host, ["cp", "-a", "--", from, to]);
  await act(host, ["chmod", "-R", "u+w", "--", to]);
};

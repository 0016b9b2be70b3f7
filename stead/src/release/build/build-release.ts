import { mkdir, realpath, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import { matchesGlob } from "../../kernel/glob.ts";
import { coreShape } from "../../spec/core.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import { hashOf } from "../../state/hash.ts";
import { halfBuilt, releaseId, timeName, timeOf } from "../names.ts";
import { recordText, type ReleaseRecord } from "../record.ts";
import { refuseUnbuildable } from "./refuse-unbuildable.ts";
import type { Builder, ReleaseContext } from "../release.ts";
import { act, sayFileFault } from "./act.ts";
import { boundary } from "../step.ts";
import { copySource } from "./copy-source.ts";
import { dropDevelopment } from "./drop-development.ts";
import { gatherStatic, isWithin } from "./gather-static.ts";
import { installDependencies, installInPlace } from "./install-dependencies.ts";
import { findManifests, type Manifests } from "./manifests.ts";
import { placeNode } from "./node-runtime.ts";
import { seal } from "./seal.ts";
import { sourceFiles, type SourceFiles } from "./source-files.ts";
import { runInWorkshop, type Workshop } from "./workshop.ts";

/**
 * Builds a release in a clean folder of a host, from the site's files as they are now. `before`: the id of the release whose
 * unchanged static files are kept. Nothing is left of a build that fails. Throws RELEASE_BUILD_FAILED, INTERRUPTED.
 */
export const buildRelease = async (
  context: ReleaseContext,
  { host, place }: Pick<Builder, "host" | "place">,
  { before, newest }: Earlier,
): Promise<ReleaseRecord> => {
  await refuseUnbuildable(context);
  const at = laterThan(newest);
  const folder = join(place.paths.releases, `${timeName(at)}${halfBuilt}`);
  try {
    await mkdir(join(folder, "app"), { recursive: true });
    const workshop = { host, place, folder, node: await placeNode(host, folder) };
    const record = await fill(
      context,
      workshop,
      at,
      before === undefined ? undefined : join(place.paths.releases, before),
    );
    await boundary(context, `${host.name}/keep`, () => keep(workshop, record));
    return record;
  } catch (error) {
    await host.files.remove(folder);
    throw sayFileFault(host, error);
  }
};

/** Ids of releases that there are: the one that serves, and the newest. */
interface Earlier {
  readonly before: string | undefined;
  readonly newest: string | undefined;
}

/** From here on it is a release: complete, read-only, and on the disk before its name is. */
const keep = async ({ host, place, folder }: Workshop, record: ReleaseRecord): Promise<void> => {
  await seal(host, folder);
  await writeFile(join(folder, "release.json"), recordText(record));
  await act(host, ["sync", "--file-system", folder]);
  await rename(folder, join(place.paths.releases, record.id));
};

/** Now; a second later than the newest release, should that be of this second or the clock have gone back: names sort by time. */
const laterThan = (newest: string | undefined): Date =>
  new Date(Math.max(Date.now(), newest === undefined ? 0 : timeOf(newest).getTime() + 1000));

const fill = async (
  context: ReleaseContext,
  workshop: Workshop,
  at: Date,
  before: string | undefined,
): Promise<ReleaseRecord> => {
  const manifests = await findManifests(context.folder);
  const source = await sourceFiles(workshop.host, context.folder);
  const folder = join(workshop.folder, "app", manifests.folder);
  const part = <Result>(name: string, work: () => Promise<Result>): Promise<Result> =>
    boundary(context, `${workshop.host.name}/${name}`, work);
  const dependencies = await part("dependencies", () => fromCache(context, workshop, manifests));
  const files = await part("files", () => copyAll(context, workshop, source, manifests));
  if (manifests.needed && manifests.local) await installInPlace(context, workshop, manifests);
  const scripts = dependencies === undefined ? [] : manifests.scripts;
  await part("build", () => runScripts(context, workshop, scripts, folder));
  await dropDevelopment(join(workshop.folder, "app"));
  const served = await part("static", () => gather(context, workshop, folder, before));
  const hash = hashOf([
    files,
    dependencies ?? "",
    workshop.node.version,
    settingsOf(context.site, coreShape).app ?? {},
  ]);
  return {
    id: releaseId(at, hash),
    at: at.toISOString(),
    commit: source.commit,
    dirty: source.dirty,
    source: hash,
    folder: manifests.folder,
    node: workshop.node.version,
    dependencies,
    files: source.paths.length,
    sizeBytes: await sizeOf(workshop),
    assets: fingerprinted(context, served),
  };
};

/** The name of the dependencies in the cache; undefined: there are none, or they are installed with the files. */
const fromCache = async (
  context: ReleaseContext,
  workshop: Workshop,
  manifests: Manifests,
): Promise<string | undefined> =>
  manifests.needed && !manifests.local ? installDependencies(context, workshop, manifests) : undefined;

/** The site's own files, and those of the workspaces it depends on; gives the hash of all. */
const copyAll = async (
  context: ReleaseContext,
  workshop: Workshop,
  source: SourceFiles,
  manifests: Manifests,
): Promise<string> => {
  const app = join(workshop.folder, "app");
  const own = join(app, manifests.folder);
  await mkdir(own, { recursive: true });
  const hashes = [await copySource(context.folder, source.paths, own)];
  for (const member of manifests.members) {
    const from = join(manifests.root, member);
    const { paths } = await sourceFiles(workshop.host, from);
    hashes.push(await copySource(from, paths, join(app, member)));
  }
  return hashOf(hashes);
};

/** The project's own scripts that npm runs after an installation, then the build. */
const runScripts = async (
  context: ReleaseContext,
  workshop: Workshop,
  scripts: readonly string[],
  folder: string,
): Promise<void> => {
  for (const script of scripts) await runBuild(context, workshop, `npm run ${script}`, folder, "package.json");
  const build = settingsOf(context.site, coreShape).app?.build;
  if (build !== undefined) await runBuild(context, workshop, build, folder, "app.build");
};

const runBuild = (
  context: ReleaseContext,
  workshop: Workshop,
  command: string,
  folder: string,
  where: string,
): Promise<void> => runInWorkshop(context, workshop, { where, run: ["/bin/sh", "-c", command], says: command, folder });

/** Paths below `static/`. */
const gather = async (
  context: ReleaseContext,
  workshop: Workshop,
  folder: string,
  before: string | undefined,
): Promise<readonly string[]> => {
  const named = context.site.static?.folder;
  if (named === undefined) {
    await mkdir(join(workshop.folder, "static"));
    return [];
  }
  const from = join(folder, named);
  if ((await stat(from).catch(() => undefined))?.isDirectory() !== true) throw noStaticFolder(named);
  if (!(await isWithin(await realpath(join(workshop.folder, "app")), from))) throw leadsOut(named);
  const leftOut = (path: string): void =>
    context.report({ kind: "note", step: "build", says: `Not served: ${join(named, path)} leads out of the release.` });
  return Object.keys(await gatherStatic(from, workshop.folder, before, leftOut));
};

const leadsOut = (named: string): SteadError =>
  new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: "app.static",
    what: `"${named}" is a link that leads out of the release.`,
    mend: "Put the files themselves there, or let `app.build` copy them.",
  });

const noStaticFolder = (named: string): SteadError =>
  new SteadError({
    code: "RELEASE_BUILD_FAILED",
    where: "app.static",
    what: `The built release has no folder "${named}".`,
    mend: "Make it, let `app.build` make it, or correct the setting. A folder that git ignores is not part of a release.",
  });

const fingerprinted = ({ site }: ReleaseContext, paths: readonly string[]): string[] => {
  const globs = settingsOf(site, coreShape).immutable;
  return globs.length === 0 ? [] : paths.filter((path) => matchesGlob(`/${path}`, globs));
};

/** As du(1) counts, without the runtime that all releases share. */
const sizeOf = async ({ host, folder }: Workshop): Promise<number> => {
  const answer = await host.run(["du", "-sk", join(folder, "app"), join(folder, "static")]);
  const kilobytes = answer.stdout.split("\n").map((line) => Number.parseInt(line, 10) || 0);
  return kilobytes.reduce((sum, size) => sum + size, 0) * 1024;
};

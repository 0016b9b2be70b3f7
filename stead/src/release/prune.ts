import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { pruneAssets } from "./assets.ts";
import { pruneCache } from "./build/prune-cache.ts";
import { keptReleases } from "./kept-releases.ts";
import { generationOf, releaseOf } from "./names.ts";

/** Releases that are kept, the serving one among them: enough to go back past a bad week, few enough for a small disk. */
export const KEPT = 5;

/** Removes the releases beyond the newest five, with their fingerprinted files and logs, and what the build's cache had for them. */
export const prune = async (host: Host, place: HostPlace, serving: string): Promise<void> => {
  const newestFirst = (await keptReleases(host, place)).toReversed();
  const others = newestFirst.filter((id) => id !== serving);
  for (const id of others.slice(KEPT - 1)) await host.files.remove(join(place.paths.releases, id));
  await pruneAssets(host, place);
  await pruneLogs(host, place);
  await pruneCache(host, place);
};

/** A unit of a release has a log of its own name; it goes with the release. */
const pruneLogs = async (host: Host, place: HostPlace): Promise<void> => {
  const kept = new Set(await keptReleases(host, place));
  for (const file of await host.files.list(place.paths.log)) {
    const generation = generationOf(file.replace(/\.log(?:\.\d+)?$/u, ""));
    if (generation !== undefined && !kept.has(releaseOf(generation)))
      await host.files.remove(join(place.paths.log, file));
  }
};

import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { keptReleases } from "./kept-releases.ts";
import { readRecord, type ReleaseRecord } from "./record.ts";

/** argv has a limit (execve(2)); this many paths stay far below it. */
const AT_ONCE = 200;

/**
 * Puts a release's fingerprinted files beside those of the older releases, so that a page of either finds its own. Hard links:
 * the same bytes and times.
 */
export const linkAssets = async (host: Host, place: HostPlace, record: ReleaseRecord): Promise<void> => {
  const folder = join(place.paths.releases, record.id, "static");
  const present = await withForms(host, folder, record.assets);
  for (let start = 0; start < present.length; start += AT_ONCE) {
    const some = present.slice(start, start + AT_ONCE);
    await host.run(["cp", "--link", "--force", "--parents", "--target-directory", place.paths.assets, "--", ...some], {
      folder,
    });
  }
};

/** Takes away the fingerprinted files that no kept release has any more. */
export const pruneAssets = async (host: Host, place: HostPlace): Promise<void> => {
  const kept = await keptReleases(host, place);
  const records = await Promise.all(kept.map((id) => readRecord(host, place, id)));
  const wanted = new Set(records.flatMap((record) => record?.assets ?? []).flatMap(forms));
  const found = await host.run(["find", place.paths.assets, "-type", "f", "-printf", "%P\\0"]);
  const gone = found.stdout.split("\0").filter((path) => path !== "" && !wanted.has(path));
  for (const path of gone) await host.files.remove(join(place.paths.assets, path));
};

const forms = (path: string): readonly string[] => [path, `${path}.gz`, `${path}.br`];

const withForms = async (host: Host, folder: string, paths: readonly string[]): Promise<readonly string[]> => {
  const all = paths.flatMap(forms);
  const entries = await host.files.look(all.map((path) => join(folder, path)));
  return all.filter((path) => entries.get(join(folder, path)) !== undefined);
};

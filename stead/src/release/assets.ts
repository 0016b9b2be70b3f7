import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { ErrorCode } from "../kernel/error-codes.ts";
import { SteadError } from "../kernel/errors.ts";
import type { HostPlace } from "../topology/topology.ts";
import { act } from "./build/act.ts";
import { keptReleases } from "./kept-releases.ts";
import { readRecord, type ReleaseRecord } from "./record.ts";

/**
 * Puts a release's fingerprinted files beside those of the older releases, so that a page of either finds its own. Hard links:
 * the same bytes and times. There may be tens of thousands: more than an argument list or open files can hold (execve(2)).
 */
export const linkAssets = async (host: Host, place: HostPlace, record: ReleaseRecord): Promise<void> => {
  const folder = join(place.paths.releases, record.id, "static");
  const wanted = new Set(record.assets.flatMap(forms));
  const present = wanted.size === 0 ? [] : (await filesBelow(host, folder)).filter((path) => wanted.has(path));
  const words = ["--link", "--force", "--parents", "--target-directory", place.paths.assets, "--"];
  // What is a file in one release and a folder in the next cannot be both: only pages of the old one could miss it.
  await forEach(host, ["cp", ...words], present, folder).catch(unlessOnly("COMMAND_FAILED"));
};

const unlessOnly =
  (code: ErrorCode) =>
  (error: unknown): void => {
    if (!(error instanceof SteadError) || error.faults.some((fault) => fault.code !== code)) throw error;
  };

/** Takes away the fingerprinted files that no kept release has any more. */
export const pruneAssets = async (host: Host, place: HostPlace): Promise<void> => {
  const kept = await keptReleases(host, place);
  const records = await Promise.all(kept.map((id) => readRecord(host, place, id)));
  const wanted = new Set(records.flatMap((record) => record?.assets ?? []).flatMap(forms));
  const gone = (await filesBelow(host, place.paths.assets)).filter((path) => !wanted.has(path));
  await forEach(host, ["rm", "-f", "--"], gone, place.paths.assets);
};

const forms = (path: string): readonly string[] => [path, `${path}.gz`, `${path}.br`];

/** Paths seen from the folder. */
const filesBelow = async (host: Host, folder: string): Promise<readonly string[]> =>
  (await host.run(["find", folder, "-type", "f", "-printf", "%P\\0"])).stdout.split("\0").filter((path) => path !== "");

/** Throws DISK_FULL, COMMAND_FAILED. */
const forEach = async (
  host: Host,
  command: readonly string[],
  paths: readonly string[],
  folder: string,
): Promise<void> => {
  if (paths.length > 0) await act(host, ["xargs", "--null", ...command], { folder, stdin: paths.join("\0") });
};

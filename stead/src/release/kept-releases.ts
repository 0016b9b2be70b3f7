import { SteadError } from "../kernel/errors.ts";
import { join } from "../kernel/text.ts";
import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { isReleaseId } from "./names.ts";
import { readRecord, type ReleaseRecord } from "./record.ts";

/** Ids of the complete releases on a host, oldest first. */
export const keptReleases = async (host: Host, place: HostPlace): Promise<readonly string[]> =>
  (await host.files.list(place.paths.releases)).filter(isReleaseId);

/** The record of a kept release. Throws RELEASE_NOT_FOUND with those that are there. */
export const keptRecord = async (host: Host, place: HostPlace, id: string | undefined): Promise<ReleaseRecord> => {
  const record = id !== undefined && isReleaseId(id) ? await readRecord(host, place, id) : undefined;
  if (record) return record;
  const kept = await keptReleases(host, place);
  const choice = id === undefined && kept.length === 1 ? [] : kept; // a single one serves already
  throw new SteadError({
    code: "RELEASE_NOT_FOUND",
    where: id ?? "releases",
    what: id === undefined ? "There is no release to go to." : "There is no such release.",
    mend:
      choice.length === 0
        ? "Run `stead deploy`, which builds one."
        : `Name one of ${join([...choice].reverse(), "or")}.`,
  });
};

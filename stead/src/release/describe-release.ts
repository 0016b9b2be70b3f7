import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { currentGeneration, notedRelease } from "./current-release.ts";
import { releaseOf } from "./names.ts";
import type { ReleaseRecord } from "./record.ts";
import type { ReleaseInfo } from "./release.ts";

/** A record as verbs tell it. */
export const describeRelease = (
  record: ReleaseRecord,
  serving: boolean,
  remarks: readonly string[] = [],
): ReleaseInfo => ({
  id: record.id,
  at: record.at,
  ...(record.commit === undefined ? {} : { commit: record.commit }),
  ...(record.dirty === undefined ? {} : { dirty: record.dirty }),
  serving,
  sizeBytes: record.sizeBytes,
  remarks,
});

/** The release that serves, or served last: RUN/current first, then the durable note. */
export const lastServing = async (host: Host, place: HostPlace): Promise<string | undefined> => {
  const generation = await currentGeneration(host, place);
  return generation === undefined ? notedRelease(host, place) : releaseOf(generation);
};

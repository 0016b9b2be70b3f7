import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { currentRelease } from "./current-release.ts";
import { describeRelease } from "./describe-release.ts";
import { keptReleases } from "./kept-releases.ts";
import { readRecord } from "./record.ts";
import type { ReleaseInfo } from "./release.ts";

/** The kept releases of a host, newest first. */
export const listReleases = async (host: Host, place: HostPlace): Promise<readonly ReleaseInfo[]> => {
  const serving = (await currentRelease(host, place))?.id;
  const ids = (await keptReleases(host, place)).toReversed();
  const records = await Promise.all(ids.map((id) => readRecord(host, place, id)));
  return records.flatMap((record) => (record ? [describeRelease(record, record.id === serving)] : []));
};

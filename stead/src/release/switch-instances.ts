import { describeRelease, lastServing } from "./describe-release.ts";
import { builderOf } from "./fleet.ts";
import { keptRecord } from "./kept-releases.ts";
import type { ReleaseContext, ReleaseInfo } from "./release.ts";
import { serveRelease } from "./serve-release.ts";

/**
 * New instances of the kept build that serves (or last served, after a reboot) with today's settings; the old ones drain.
 * Throws RELEASE_NOT_FOUND when none was ever built.
 */
export const switchInstances = async (context: ReleaseContext): Promise<ReleaseInfo> => {
  const { host, place } = builderOf(context);
  const record = await keptRecord(host, place, await lastServing(host, place));
  await serveRelease(context, record);
  return describeRelease(record, true);
};

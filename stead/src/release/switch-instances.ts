import { describeRelease, lastServing } from "./describe-release.ts";
import { firstOf } from "./fleet.ts";
import { keptRecord } from "./kept-releases.ts";
import { migrate } from "./migrate.ts";
import type { ReleaseContext, ReleaseInfo } from "./release.ts";
import { isEmptyDatabase } from "./schema-hash.ts";
import { serveRelease } from "./serve-release.ts";

/**
 * New instances of the kept build that serves (or last served, after a reboot) with today's settings; the old ones drain.
 * Throws RELEASE_NOT_FOUND when none was ever built.
 */
export const switchInstances = async (context: ReleaseContext): Promise<ReleaseInfo> => {
  const member = firstOf(context);
  const { host, place } = member;
  const record = await keptRecord(host, place, await lastServing(host, place));
  // Another name in `database.name` is another database, which the kept release has not seen yet.
  if (await isEmptyDatabase(context, member)) await migrate(context, record);
  await serveRelease(context, record);
  return describeRelease(record, true);
};

import { deployRelease } from "./deploy-release.ts";
import { lastServing } from "./describe-release.ts";
import { firstOf } from "./fleet.ts";
import { readRecord } from "./record.ts";
import type { ReleaseContext, ReleaseInfo } from "./release.ts";
import { switchInstances } from "./switch-instances.ts";

/** What the plan's `release` change does: the kept release is started or its instances replaced; without one, the first is built. */
export const bringUpRelease = async (context: ReleaseContext): Promise<ReleaseInfo> => {
  const { host, place } = firstOf(context);
  const last = await lastServing(host, place);
  const kept = last === undefined ? undefined : await readRecord(host, place, last);
  return kept === undefined ? deployRelease(context) : switchInstances(context);
};

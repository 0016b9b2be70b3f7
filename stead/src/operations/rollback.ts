import { rollbackTo } from "../release/rollback-to.ts";
import { atWork, releaseContext, type Progress } from "./at-work.ts";
import type { DeployResult } from "./deploy.ts";
import type { OpenSite } from "./open-site.ts";
import { refuseWhenDown } from "./refuse-when-down.ts";
import { sayingWhatLacks } from "./saying-what-lacks.ts";
import { refuseMissingSecrets } from "./secrets/missing.ts";

/** Lets a kept release serve again: the one before, or the one of that id. */
export const rollback = async (
  site: OpenSite,
  options: { readonly release?: string },
  progress: Progress,
): Promise<DeployResult> => {
  await refuseWhenDown(site);
  await refuseMissingSecrets(site);
  return atWork(site, "rollback", progress, async (at) => ({
    release: await sayingWhatLacks(site, () => rollbackTo(releaseContext(site, at), options.release)),
    cleared: at.cleared,
  }));
};

import { deployRelease } from "../release/deploy-release.ts";
import type { ReleaseInfo } from "../release/release.ts";
import { atWork, releaseContext, type Progress } from "./at-work.ts";
import type { OpenSite } from "./open-site.ts";
import { refuseWhenDown } from "./refuse-when-down.ts";

export interface DeployResult {
  readonly release: ReleaseInfo;
  /** Sentences about what an interrupted command had left. */
  readonly cleared: readonly string[];
}

/** Builds the site's folder as it is now and lets it serve; whatever fails, the old release serves on. */
export const deploy = async (site: OpenSite, progress: Progress): Promise<DeployResult> => {
  await refuseWhenDown(site);
  return atWork(site, "deploy", progress, async (at) => ({
    release: await deployRelease(releaseContext(site, at)),
    cleared: at.cleared,
  }));
};

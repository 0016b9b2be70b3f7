import { commandFor } from "../kernel/command-for.ts";
import { plural } from "../kernel/text.ts";
import { deployRelease } from "../release/deploy-release.ts";
import type { ReleaseInfo } from "../release/release.ts";
import { atWork, releaseContext, type Progress } from "./at-work.ts";
import type { OpenSite } from "./open-site.ts";
import { plan } from "./plan.ts";
import { refuseWhenDown } from "./refuse-when-down.ts";
import { sayingWhatLacks } from "./saying-what-lacks.ts";
import { refuseMissingSecrets } from "./secrets/missing.ts";

export interface DeployResult {
  readonly release: ReleaseInfo;
  /** Sentences about what an interrupted command had left. */
  readonly cleared: readonly string[];
}

/** Builds the site's folder as it is now and lets it serve; whatever fails, the old release serves on. */
export const deploy = async (site: OpenSite, progress: Progress): Promise<DeployResult> => {
  await refuseWhenDown(site);
  await refuseMissingSecrets(site);
  return atWork(site, "deploy", progress, async (at) => {
    const release = await sayingWhatLacks(site, () => deployRelease(releaseContext(site, at)));
    const remarks = [...release.remarks, ...(await waitingChanges(site))];
    return { release: { ...release, remarks }, cleared: at.cleared };
  });
};

/** A deploy changes the release only; who changed more in stead.config.ts should not have to wonder. */
const waitingChanges = async (site: OpenSite): Promise<readonly string[]> => {
  // The release serves already; what keeps a plan from being made is for `up` to tell.
  const { changes } = await plan(site).catch(() => ({ changes: [] }));
  if (changes.length === 0) return [];
  return [
    `${plural(changes.length, "other change")} of stead.config.ts ${changes.length === 1 ? "waits" : "wait"} for \`${commandFor("up", site.environment)}\`.`,
  ];
};

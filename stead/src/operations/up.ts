import { applyPlan } from "../apply/apply.ts";
import { components } from "../components/registry.ts";
import type { PlanOptions } from "../plan/host-state.ts";
import { planFor } from "../plan/plan-for.ts";
import type { Plan } from "../plan/plan.ts";
import { refuseUnbuildable } from "../release/build/refuse-unbuildable.ts";
import { sayDisplaced } from "../topology/say-displaced.ts";
import { addressesOf } from "./addresses-of.ts";
import { atWork, builderOf, releaseContext, type AtWork, type Progress } from "./at-work.ts";
import { awaitNames } from "./names/await-names.ts";
import { awaitRecords } from "./names/await-records.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";
import { sayPlan, type PlanResult, type SaidChange } from "./plan.ts";
import { refuseOldEngines } from "./refuse-old-engines.ts";
import { refuseOtherSystems } from "./refuse-other-systems.ts";
import { refuseMissingSecrets } from "./secrets/missing.ts";
import { withOwnPorts } from "./with-own-ports.ts";

export interface UpResult {
  /** What was done; empty: everything was so already. */
  readonly changes: readonly SaidChange[];
  /** Sentences about what an interrupted command had left. */
  readonly cleared: readonly string[];
  /** Where to open the site. */
  readonly addresses: readonly string[];
}

export interface UpOptions extends PlanOptions {
  /** Whatever system the servers run. */
  readonly unsupported?: boolean;
  /** Asked with the plan before any of it is made; throws when it is not to be. */
  readonly agree?: (plan: PlanResult) => Promise<void>;
}

/** Makes the site what its spec says: plans, and performs that very plan. Done again, it changes nothing. */
export const up = (site: OpenSite, options: UpOptions, progress: Progress): Promise<UpResult> =>
  atWork(site, "up", progress, (at) => withOwnPorts(site, (settled) => bringUp(settled, options, at)));

const bringUp = async (site: OpenSite, options: UpOptions, at: AtWork): Promise<UpResult> => {
  refuseOldEngines(site.topology, components);
  refuseOtherSystems(site.topology, options.unsupported === true);
  for (const says of sayDisplaced(site.topology)) at.report({ kind: "line", says });
  const states = await observeSite(site);
  await refuseMissingSecrets(site);
  const plan = planFor(states, options);
  if (buildsFirst(plan)) await refuseUnbuildable(releaseContext(site, at));
  await options.agree?.(sayPlan(plan));
  await applyPlan(plan, {
    site: site.topology,
    folder: site.folder,
    hosts: site.hosts,
    states,
    ...builderOf(site, at.dirty ?? false),
    awaitNames: async (names) => {
      await awaitRecords(site, at);
      await awaitNames(site, names, at);
    },
    report: at.report,
    signal: at.signal,
    log: at.log,
  });
  await awaitRecords(site, at);
  return { changes: sayPlan(plan).changes, cleared: at.cleared, addresses: addressesOf(site.topology) };
};

/** What would keep the first release from being built is better known before anything is done. */
const buildsFirst = ({ changes }: Plan): boolean =>
  changes.some(({ action }) => action.do === "release" && action.reason === "first");

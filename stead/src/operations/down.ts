import { performChanges } from "../apply/apply.ts";
import type { ApplyLog } from "../apply/log.ts";
import type { Host } from "../host/host.ts";
import { isDiskFull } from "../kernel/disk-full.ts";
import { planDown } from "../plan/plan-down.ts";
import { atWork, type Progress } from "./at-work.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";
import { sayPlan, type SaidChange } from "./plan.ts";

export interface DownResult {
  /** What was stopped; empty: nothing ran. */
  readonly changes: readonly SaidChange[];
}

/** Stops everything of the site, the last started first. Data, configuration and releases stay. */
export const down = (site: OpenSite, progress: Progress): Promise<DownResult> =>
  atWork(site, "down", progress, async ({ report, signal, log }) => {
    const states = await observeSite(site);
    const plan = planDown(states);
    await performChanges(plan.changes, {
      site: site.topology,
      folder: site.folder,
      hosts: site.hosts,
      states,
      report,
      signal,
      log: forgiving(log),
    });
    await Promise.all([...site.hosts.values()].map(leaveNothing));
    return { changes: sayPlan(plan).changes };
  });

/** Sockets, and environments with passwords in them, are of use to processes only: the next `up` makes them anew. */
export const leaveNothing = async (host: Host): Promise<void> => {
  await host.units.stopAll();
  await host.files.remove(host.where.run);
};

/** A full disk must not keep a site from being stopped: what ends leaves nothing half done that a log would explain. */
export const forgiving = (log: ApplyLog): ApplyLog => ({
  boundary: (id, phase) => {
    try {
      log.boundary(id, phase);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  },
});

import type { Fault } from "../kernel/errors.ts";
import type { PlanOptions } from "../plan/host-state.ts";
import { planFor } from "../plan/plan-for.ts";
import type { Plan } from "../plan/plan.ts";
import { lookAtNames } from "./names/look-at-names.ts";
import type { NamesReport } from "./names/names-report.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";
import { lackingSecrets } from "./secrets/missing.ts";

/** A plan as a verb tells it: plain data. */
export interface PlanResult {
  /** In the order in which `up` performs them. */
  readonly changes: readonly SaidChange[];
  /** What the world is told about the domain; absent on `local`, and in the plan that `up` asks about. */
  readonly names?: NamesReport;
  /** What `up` refuses for: secrets that nobody set yet. Absent: nothing. */
  readonly missing?: readonly Fault[];
}

export interface SaidChange {
  readonly id: string;
  readonly host: string;
  readonly says: string;
  readonly disrupts: string;
}

/** What `up` would do, change by change. Touches nothing. */
export const plan = async (site: OpenSite, options: PlanOptions = {}): Promise<PlanResult> => {
  const [states, names, missing] = await Promise.all([observeSite(site), lookAtNames(site), lackingSecrets(site)]);
  return {
    ...sayPlan(planFor(states, options)),
    ...(names && { names }),
    ...(missing.length > 0 && { missing }),
  };
};

export const sayPlan = ({ changes }: Plan): PlanResult => ({
  changes: changes.map(({ id, host, says, disrupts }) => ({ id, host, says, disrupts })),
});

import type { PlanOptions } from "../plan/host-state.ts";
import { planFor } from "../plan/plan-for.ts";
import type { Plan } from "../plan/plan.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";

/** A plan as a verb tells it: plain data. */
export interface PlanResult {
  /** In the order in which `up` performs them. */
  readonly changes: readonly SaidChange[];
}

export interface SaidChange {
  readonly id: string;
  readonly host: string;
  readonly says: string;
  readonly disrupts: string;
}

/** What `up` would do, change by change. Touches nothing. */
export const plan = async (site: OpenSite, options: PlanOptions = {}): Promise<PlanResult> =>
  sayPlan(planFor(await observeSite(site), options));

export const sayPlan = ({ changes }: Plan): PlanResult => ({
  changes: changes.map(({ id, host, says, disrupts }) => ({ id, host, says, disrupts })),
});

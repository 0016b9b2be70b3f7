import type { PlanResult } from "../operations/plan.ts";
import { plural } from "../kernel/text.ts";
import { askOnce } from "./ask-once.ts";
import { sayPlanned } from "./print/say-planned.ts";
import type { Call } from "./verb.ts";

/**
 * Asks the operator once whether servers may be changed, after the plan was shown; with --yes nobody is asked. Throws USAGE where
 * nobody can be asked, INTERRUPTED when the answer is no.
 */
export const agreement =
  (call: Call) =>
  async (plan: PlanResult): Promise<void> => {
    const { length } = plan.changes;
    if (length === 0) return;
    if (!call.screen.json) call.screen.print(sayPlanned(plan, call.screen.paint, ""));
    const hosts = [...new Set(plan.changes.map(({ host }) => host))].join(", ");
    const what = length === 1 ? "this change" : `these ${plural(length, "change")}`;
    await askOnce(call, `Make ${what} on ${hosts}?`, "stead plan");
  };

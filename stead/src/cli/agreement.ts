import { createInterface } from "node:readline/promises";
import { SteadError } from "../kernel/errors.ts";
import type { PlanResult } from "../operations/plan.ts";
import { plural } from "../kernel/text.ts";
import { sayPlanned } from "./print/say-planned.ts";
import type { Call } from "./verb.ts";

/**
 * Asks the operator once whether servers may be changed, after the plan was shown; with --yes nobody is asked. Throws USAGE where
 * nobody can be asked, INTERRUPTED when the answer is no.
 */
export const agreement =
  (call: Call) =>
  async (plan: PlanResult): Promise<void> => {
    const { screen, choices, interruption } = call;
    if (plan.changes.length === 0) return;
    if (!screen.json) screen.print(sayPlanned(plan, screen.paint, ""));
    if (choices.flag("yes")) return;
    if (screen.json || process.stdin.isTTY !== true) throw nobodyToAsk();
    const hosts = [...new Set(plan.changes.map(({ host }) => host))].join(", ");
    const question = createInterface({ input: process.stdin, output: process.stdout });
    try {
      const said = await question.question(
        `Make ${plan.changes.length === 1 ? "this change" : `these ${plural(plan.changes.length, "change")}`} on ${hosts}? [y/N] `,
        { signal: interruption.signal },
      );
      if (!/^y(?:es)?$/iu.test(said.trim())) throw refused();
    } catch (error) {
      throw interruption.signal.aborted ? refused() : error;
    } finally {
      question.close();
    }
  };

const nobodyToAsk = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "this command",
    what: "would change servers, and there is nobody to ask.",
    mend: "Type it in a terminal, or with --yes where you know what it does: `stead plan` shows it.",
  });

const refused = (): SteadError =>
  new SteadError({
    code: "INTERRUPTED",
    where: "this command",
    what: "changed nothing: the answer was no.",
    mend: "Type it again when you like.",
  });

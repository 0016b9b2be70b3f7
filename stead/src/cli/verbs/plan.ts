import type { PlanResult, SaidChange } from "../../operations/plan.ts";
import { plural } from "../../kernel/text.ts";
import { openSiteFor } from "../open-site-for.ts";
import { adoptOption, jsonOption, siteOptions } from "../options.ts";
import type { Paint } from "../print/screen.ts";
import type { Verb } from "../verb.ts";

export const plan: Verb = {
  group: "The site",
  says: "Shows what `up` would change, in its order, and touches nothing.",
  kind: "reads",
  options: [adoptOption, ...siteOptions, jsonOption],
  example: "stead plan",
  perform: async (call) => {
    const site = await openSiteFor(call);
    const operation = await import("../../operations/plan.ts");
    const result = await operation.plan(site, { adopt: call.choices.flag("adopt") });
    call.screen.answer(result, (paint) => sayPlanned(result, paint));
  },
};

const sayPlanned = ({ changes }: PlanResult, paint: Paint): string =>
  changes.length === 0
    ? `${paint("green", "✔")} Nothing to change: the site is what stead.config.ts says.`
    : [
        ...changes.map((change) => sayChange(change, paint)),
        "",
        `${plural(changes.length, "change")}. \`stead up\` makes exactly these.`,
      ].join("\n");

/** What visitors would notice is the one thing that must not be overlooked. */
const sayChange = ({ says, disrupts }: SaidChange, paint: Paint): string =>
  disrupts === "nothing" ? `  ${says}` : `  ${says} ${paint("yellow", `(interrupts ${disrupts})`)}`;

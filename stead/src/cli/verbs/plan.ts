import { commandFor } from "../../kernel/command-for.ts";
import { openSiteFor } from "../open-site-for.ts";
import { adoptOption, environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayMissing } from "../print/say-missing.ts";
import { sayNames } from "../print/say-names.ts";
import { sayPlanned } from "../print/say-planned.ts";
import type { Verb } from "../verb.ts";

export const plan: Verb = {
  group: "The site",
  says: "Shows what `up` would change, in its order, and touches nothing.",
  kind: "reads",
  words: [environmentWord],
  options: [adoptOption, ...siteOptions, jsonOption],
  example: "stead plan production",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0], true);
    for (const says of site.remarks) call.screen.remark(says);
    const operation = await import("../../operations/plan.ts");
    const result = await operation.plan(site, { adopt: call.choices.flag("adopt") });
    const maker = commandFor("up", site.environment);
    call.screen.answer(result, (paint) =>
      [
        sayPlanned(result, paint, maker),
        ...sayMissing(result.missing ?? [], paint),
        ...sayNames(result.names, paint, call.screen.columns),
      ].join("\n"),
    );
  },
};

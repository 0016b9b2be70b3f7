import { plural } from "../../kernel/text.ts";
import { openSiteFor } from "../open-site-for.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import type { Verb } from "../verb.ts";

export const down: Verb = {
  group: "The site",
  says: "Stops the site in order; data, configuration and releases stay.",
  kind: "acts",
  options: [...siteOptions, jsonOption],
  example: "stead down",
  perform: async (call) => {
    const site = await openSiteFor(call);
    const operation = await import("../../operations/down.ts");
    const result = await operation.down(site, { report: call.report, signal: call.interruption.signal });
    sayOutcome(call.screen, result, (paint) =>
      result.changes.length === 0
        ? `${paint("green", "✔")} Nothing was running.`
        : `${paint("green", "✔")} Stopped ${plural(result.changes.length, "process", "processes")}. \`stead up\` starts the site again.`,
    );
  },
};

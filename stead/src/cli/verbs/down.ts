import { commandFor } from "../../kernel/command-for.ts";
import { plural } from "../../kernel/text.ts";
import { wishOf } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayOutcome } from "../print/say-outcome.ts";
import type { Verb } from "../verb.ts";

export const down: Verb = {
  group: "The site",
  says: "Stops the site in order; data, configuration and releases stay.",
  kind: "acts",
  words: [environmentWord],
  options: [...siteOptions, jsonOption],
  example: "stead down",
  perform: async (call) => {
    const { downAnyway } = await import("../../operations/down-anyway.ts");
    const wish = wishOf(call, call.words[0]);
    const result = await downAnyway(wish, {
      report: call.report,
      signal: call.interruption.signal,
    });
    const up = commandFor("up", wish.environment ?? "local");
    sayOutcome(call.screen, result, (paint) =>
      result.changes.length === 0
        ? `${paint("green", "✔")} Nothing was running.`
        : `${paint("green", "✔")} Stopped ${plural(result.changes.length, "process", "processes")}. \`${up}\` starts the site again.`,
    );
  },
};

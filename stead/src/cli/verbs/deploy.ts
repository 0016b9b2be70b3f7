import { openSiteFor } from "../open-site-for.ts";
import { dirtyOption, environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayReleased } from "../print/say-released.ts";
import type { Verb } from "../verb.ts";

export const deploy: Verb = {
  group: "Releases",
  says: "Builds the site's folder as it is now and lets it serve, without losing a request; if it fails, the old release serves on.",
  kind: "acts",
  words: [environmentWord],
  options: [dirtyOption, ...siteOptions, jsonOption],
  example: "stead deploy",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0]);
    const operation = await import("../../operations/deploy.ts");
    const result = await operation.deploy(site, {
      report: call.report,
      signal: call.interruption.signal,
      dirty: call.choices.flag("dirty"),
    });
    sayReleased(call.screen, result);
  },
};

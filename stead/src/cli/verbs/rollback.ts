import { openSiteFor, takeEnvironment } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayReleased } from "../print/say-released.ts";
import type { Verb } from "../verb.ts";

export const rollback: Verb = {
  group: "Releases",
  says: "Lets a kept release serve again, without losing a request: the one before, or the one that is named.",
  kind: "acts",
  words: [environmentWord, { word: "[release]", about: "its id, as `stead releases` lists it" }],
  options: [...siteOptions, jsonOption],
  example: "stead rollback",
  perform: async (call) => {
    const { environment, words } = await takeEnvironment(call);
    const site = await openSiteFor(call, environment);
    const operation = await import("../../operations/rollback.ts");
    const [release] = words;
    const progress = { report: call.report, signal: call.interruption.signal };
    sayReleased(call.screen, await operation.rollback(site, release === undefined ? {} : { release }, progress));
  },
};

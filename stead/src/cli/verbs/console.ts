import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, siteOptions } from "../options.ts";
import type { Verb } from "../verb.ts";

export const console: Verb = {
  group: "Working inside",
  says: "Opens a shell in the serving release, or what app.console names: its folder, its Node, its environment.",
  kind: "reads",
  words: [environmentWord],
  options: siteOptions,
  example: "stead console production",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0]);
    const { openConsole } = await import("../../operations/console.ts");
    // The shell has the terminal from here on: Ctrl-C is its business.
    call.interruption.close();
    return (await openConsole(site)).exitCode;
  },
};

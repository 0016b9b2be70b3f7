import { openSiteFor, takeEnvironment } from "../open-site-for.ts";
import { siteOptions } from "../options.ts";
import type { Verb } from "../verb.ts";

export const run: Verb = {
  group: "Working inside",
  says: "Runs a command once in the serving release: its folder, its Node, its environment.",
  kind: "reads",
  words: [{ word: "<command...>", about: "the command and its words; an environment's name may stand before it" }],
  passThrough: true,
  options: siteOptions,
  example: "stead run -- node dist/import-users.js users.csv",
  perform: async (call) => {
    const { environment, words } = await takeEnvironment(call);
    const site = await openSiteFor(call, environment);
    const operation = await import("../../operations/run.ts");
    // The command has the terminal from here on: Ctrl-C is its business.
    call.interruption.close();
    const { exitCode } = await operation.run(site, words[0] === "--" ? words.slice(1) : words);
    return exitCode;
  },
};

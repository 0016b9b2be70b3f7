import { openSiteFor } from "../open-site-for.ts";
import { siteOptions } from "../options.ts";
import type { Verb } from "../verb.ts";

export const run: Verb = {
  group: "Working inside",
  says: "Runs a command once in the serving release: its folder, its Node, its environment.",
  kind: "reads",
  words: [{ word: "<command...>", about: "the command and its words" }],
  passThrough: true,
  options: siteOptions,
  example: "stead run -- node dist/import-users.js users.csv",
  perform: async (call) => {
    const site = await openSiteFor(call);
    const operation = await import("../../operations/run.ts");
    // The command has the terminal from here on: Ctrl-C is its business.
    call.interruption.close();
    const { exitCode } = await operation.run(site, call.words);
    return exitCode;
  },
};

import { dnsTasks } from "../dns/tasks.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { taskOf } from "../task-of.ts";
import type { Verb } from "../verb.ts";

export const dns: Verb = {
  group: "Looking",
  says: "Tells what the world is told about the domain, imports the records of an existing zone, and prints what registrars and secondaries want to know.",
  kind: "reads",
  words: [
    {
      word: "<task>",
      about: "status [ENVIRONMENT], import FILE, ds [ENVIRONMENT], secondaries [ENVIRONMENT]",
      choices: Object.keys(dnsTasks),
    },
    { word: "[words...]", about: "import: a zone file; its records are printed as the setting `records`" },
  ],
  options: [
    { flags: "--from <server>", about: "import: fetch the zone from a name server that allows it" },
    { flags: "--key <file>", about: "import: with the key in this file (hmac-sha256:NAME:SECRET)" },
    {
      flags: "--output <file>",
      about: "import: write them to a module, such as records.ts, that stead.config.ts imports",
    },
    ...siteOptions,
    jsonOption,
  ],
  example: "stead dns import foobar.com.zone --output records.ts",
  perform: async (call) => {
    const [task = "", ...words] = call.words;
    return taskOf("dns", dnsTasks, task)(call, words);
  },
};

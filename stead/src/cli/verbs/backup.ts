import { tasks } from "../backup/tasks.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { taskOf } from "../task-of.ts";
import type { Verb } from "../verb.ts";

export const backup: Verb = {
  group: "The site",
  says: "Makes a backup and proves it by restoring it, lists the backups, proves the newest again, or shows their key.",
  kind: "acts",
  words: [{ word: "<task>", about: "now, list, verify, or key", choices: Object.keys(tasks) }, environmentWord],
  options: [
    {
      flags: "--set",
      about: "key: take a key that you kept, from standard input, to read backups of a server that is gone",
    },
    ...siteOptions,
    jsonOption,
  ],
  example: "stead backup now production",
  perform: async (call) => {
    const [task = "", environment] = call.words;
    return taskOf("backup", tasks, task)(call, await openSiteFor(call, environment));
  },
};

import { SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { tasks } from "../backup/tasks.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
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
    const perform = Object.hasOwn(tasks, task) ? tasks[task as keyof typeof tasks] : undefined;
    if (!perform) throw unknownTask(task);
    return perform(call, await openSiteFor(call, environment));
  },
};

const unknownTask = (task: string): SteadError => {
  const near = nearest(task, Object.keys(tasks));
  return new SteadError({
    code: "USAGE",
    where: "stead backup",
    what: `"${task}" is nothing it does.`,
    mend: near === undefined ? `It does ${Object.keys(tasks).join(", ")}.` : `Did you mean "stead backup ${near}"?`,
  });
};

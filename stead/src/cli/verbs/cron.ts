import { SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { cronTasks } from "../cron/tasks.ts";
import { jsonOption, siteOptions } from "../options.ts";
import type { Verb } from "../verb.ts";

export const cron: Verb = {
  group: "Working inside",
  says: "Runs a cron job now and waits for its end, or lists the jobs with their last results.",
  kind: "acts",
  words: [
    { word: "<task>", about: "run NAME [ENVIRONMENT], or list [ENVIRONMENT]", choices: Object.keys(cronTasks) },
    { word: "[words...]", about: "run: the job's name in the setting `cron`" },
  ],
  options: [...siteOptions, jsonOption],
  example: "stead cron run tidy production",
  perform: async (call) => {
    const [task = "", ...words] = call.words;
    const perform = Object.hasOwn(cronTasks, task) ? cronTasks[task as keyof typeof cronTasks] : undefined;
    if (!perform) throw unknownTask(task);
    return perform(call, words);
  },
};

const unknownTask = (task: string): SteadError => {
  const near = nearest(task, Object.keys(cronTasks));
  return new SteadError({
    code: "USAGE",
    where: "stead cron",
    what: `"${task}" is nothing it does.`,
    mend: near === undefined ? `It does ${Object.keys(cronTasks).join(", ")}.` : `Did you mean "stead cron ${near}"?`,
  });
};

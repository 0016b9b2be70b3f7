import { cronTasks } from "../cron/tasks.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { taskOf } from "../task-of.ts";
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
    return taskOf("cron", cronTasks, task)(call, words);
  },
};

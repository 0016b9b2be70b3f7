import { jsonOption, siteOptions } from "../options.ts";
import { tasks } from "../secret/tasks.ts";
import { taskOf } from "../task-of.ts";
import type { Verb } from "../verb.ts";

export const secret: Verb = {
  group: "The site",
  says: "Keeps what the application needs and nobody should read: sets it without losing a request, lists names and ages, keeps all in an encrypted file.",
  kind: "acts",
  words: [
    {
      word: "<task>",
      about: "set NAME, list, remove NAME, bundle FILE or restore FILE; then which environment (default: local)",
      choices: Object.keys(tasks),
    },
    { word: "[words...]", about: "set asks for the value, or takes it from standard input" },
  ],
  options: [
    { flags: "--later", about: "set: only keep it; the next `up` or `deploy` gives it to the application" },
    { flags: "--replace", about: "restore: take the file's values also where there are others" },
    ...siteOptions,
    jsonOption,
  ],
  example: "stead secret set STRIPE_KEY production",
  perform: async (call) => {
    const [task = "", ...words] = call.words;
    // The word may be a value that was typed in the wrong place: it is not repeated.
    return taskOf("secret", tasks, task, "does not do what the first word says.")(call, words);
  },
};

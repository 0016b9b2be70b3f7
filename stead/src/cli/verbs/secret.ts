import { SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { tasks } from "../secret/tasks.ts";
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
    const perform = Object.hasOwn(tasks, task) ? tasks[task as keyof typeof tasks] : undefined;
    if (!perform) throw unknownTask(task);
    return perform(call, words);
  },
};

const unknownTask = (task: string): SteadError => {
  const near = nearest(task, Object.keys(tasks));
  return new SteadError({
    code: "USAGE",
    where: "stead secret",
    what: "does not do what the first word says.",
    mend: near === undefined ? `It does ${Object.keys(tasks).join(", ")}.` : `Did you mean "stead secret ${near}"?`,
  });
};

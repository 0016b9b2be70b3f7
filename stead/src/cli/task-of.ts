import { SteadError } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";

/** What a verb does for its first word, such as `run` of `stead cron run`. Throws USAGE with the nearest one, or all. */
export const taskOf = <Task>(
  verb: string,
  tasks: Readonly<Record<string, Task>>,
  word: string,
  what = `"${word}" is nothing it does.`,
): Task => {
  const task = Object.hasOwn(tasks, word) ? tasks[word] : undefined;
  if (task !== undefined) return task;
  const near = nearest(word, Object.keys(tasks));
  throw new SteadError({
    code: "USAGE",
    where: `stead ${verb}`,
    what,
    mend: near === undefined ? `It does ${Object.keys(tasks).join(", ")}.` : `Did you mean "stead ${verb} ${near}"?`,
  });
};

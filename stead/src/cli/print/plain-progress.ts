import type { ReportEvent } from "../../kernel/report.ts";
import { sayDuration } from "../../kernel/text.ts";
import type { Progress } from "./progress.ts";

/** Milliseconds after which a step that has not ended is worth a line of its own. */
const WORTH_SAYING = 1000;

/** A line for each step that ended, and one before for those that take their time: for logs, pipes and CI. */
export const plainProgress = (print: (line: string) => void): Progress => {
  const unsaid = new Map<string, { readonly says: string; readonly timer: NodeJS.Timeout }>();
  /** Those that began before it come first: what has steps of its own began before them. */
  const sayBegin = (step: string): void => {
    if (!unsaid.has(step)) return;
    const upToIt = [...unsaid].slice(0, [...unsaid.keys()].indexOf(step) + 1);
    for (const [name, { says }] of upToIt) {
      print(`${says} …`);
      forget(name);
    }
  };
  const forget = (step: string): void => {
    clearTimeout(unsaid.get(step)?.timer);
    unsaid.delete(step);
  };
  return {
    report: (event) => {
      if (event.kind === "begin") {
        unsaid.set(event.step, { says: event.says, timer: setTimeout(sayBegin, WORTH_SAYING, event.step) });
        return;
      }
      if (event.kind === "note") sayBegin(event.step);
      else if (event.kind !== "line") forget(event.step);
      print(sayEvent(event));
    },
    stop: () => [...unsaid.keys()].forEach(forget),
  };
};

const sayEvent = (event: Exclude<ReportEvent, { kind: "begin" }>): string => {
  switch (event.kind) {
    case "note":
      return `  | ${event.says}`;
    case "end":
      return `✔ ${event.says} (${sayDuration(event.seconds)})`;
    case "fail":
      return `✖ ${event.says}`;
    case "line":
      return event.says;
  }
};

import type { ReportEvent } from "../../kernel/report.ts";
import { sayDuration } from "../../kernel/text.ts";
import type { Progress } from "./progress.ts";

/** One line for each event: for logs, pipes and CI. */
export const plainProgress = (print: (line: string) => void): Progress => ({
  report: (event) => print(sayEvent(event)),
  stop: () => undefined,
});

const sayEvent = (event: ReportEvent): string => {
  switch (event.kind) {
    case "begin":
      return `${event.says} …`;
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

import type { Report } from "../../kernel/report.ts";
import { liveProgress } from "./live-progress.ts";
import { plainProgress } from "./plain-progress.ts";
import type { Screen } from "./screen.ts";

export interface Progress {
  readonly report: Report;
  /** Leaves what was drawn as it is, and draws no more. */
  readonly stop: () => void;
}

/**
 * Draws the events of the work: over each other on a terminal, as plain lines elsewhere, as JSON lines with `--json`.
 * A reading verb's answer stays alone on standard output: its events go to standard error, or nowhere with `--json`.
 */
export const openProgress = (screen: Screen, kind: "reads" | "acts"): Progress => {
  if (kind === "reads") return screen.json ? silent : plainProgress((line) => screen.remark(line));
  if (screen.json) return { report: (event) => screen.print(JSON.stringify(event)), stop: () => undefined };
  return screen.terminal ? liveProgress(screen) : plainProgress((line) => screen.print(line));
};

const silent: Progress = { report: () => undefined, stop: () => undefined };

import { stripVTControlCharacters } from "node:util";
import type { ReportEvent } from "../../kernel/report.ts";
import { sayDuration } from "../../kernel/text.ts";
import type { Progress } from "./progress.ts";
import type { Screen } from "./screen.ts";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MILLISECONDS = 90;
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

/** A step that has begun and not ended. */
interface Running {
  readonly says: string;
  readonly since: number;
  note: string;
}

/** What has ended stays as a line; what is running is drawn below it, over and over. */
export const liveProgress = (screen: Screen): Progress => {
  const running = new Map<string, Running>();
  let drawn = 0;
  let frame = 0;
  const redraw = (above: readonly string[] = []): void => {
    const below = [...running.values()].map((step) => sayRunning(step, screen, frames[frame % frames.length] ?? ""));
    const cursor = below.length > 0 ? hideCursor : showCursor;
    screen.draw(erase(drawn) + [...above, ...below].map((line) => `${line}\n`).join("") + cursor);
    drawn = below.length;
  };
  const timer = setInterval(() => {
    frame += 1;
    if (running.size > 0) redraw();
  }, FRAME_MILLISECONDS);
  timer.unref();
  const restoreCursor = (): void => screen.draw(showCursor);
  process.once("exit", restoreCursor);
  return {
    report: (event) => redraw(take(event, running, screen)),
    stop: () => {
      clearInterval(timer);
      running.clear();
      redraw();
      process.off("exit", restoreCursor);
    },
  };
};

/** Notes the event, and returns the lines that stay on the screen because of it. */
const take = (event: ReportEvent, running: Map<string, Running>, screen: Screen): readonly string[] => {
  if (event.kind === "line") return [event.says];
  if (event.kind === "begin") {
    running.set(event.step, { says: event.says, since: performance.now(), note: "" });
    return [];
  }
  const step = running.get(event.step);
  if (event.kind === "note") {
    if (step) step.note = stripVTControlCharacters(event.says).trim();
    return [];
  }
  running.delete(event.step);
  if (event.kind === "fail") return [`${screen.paint("red", "✖")} ${event.says}`];
  return [`${screen.paint("green", "✔")} ${event.says} ${screen.paint("dim", sayDuration(event.seconds))}`];
};

/** Never wider than the terminal: a wrapped line could not be drawn over. */
const sayRunning = (step: Running, screen: Screen, frame: string): string => {
  const seconds = Math.floor((performance.now() - step.since) / 1000);
  const head = `${step.says}${seconds > 0 ? `  ${seconds} s` : ""}`;
  const room = screen.columns - 5 - head.length;
  const note = room > 10 && step.note !== "" ? `  ${screen.paint("dim", step.note.slice(0, room))}` : "";
  return `${screen.paint("cyan", frame)} ${head.slice(0, screen.columns - 3)}${note}`;
};

const erase = (lines: number): string => "\u001b[1A\u001b[2K".repeat(lines);

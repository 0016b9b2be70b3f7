import type { Paint, Screen } from "./screen.ts";

/** How an acting verb ends: a sentence, or with `--json` the last of its JSON lines. */
export const sayOutcome = (screen: Screen, result: unknown, text: (paint: Paint) => string): void =>
  screen.print(screen.json ? JSON.stringify({ kind: "result", result }) : text(screen.paint));

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const program = join(import.meta.dirname, "../bin/stead.mjs");

/** One run of a verb: when it began (performance.now()), how long it took, and when it said what. */
export interface TimedRun {
  readonly began: number;
  readonly seconds: number;
  readonly lines: readonly { readonly seconds: number; readonly text: string }[];
}

/** Runs `stead WORDS` for the site whose config is named. Throws what it said when it fails. */
export const timedStead = async (config: string, words: readonly string[]): Promise<TimedRun> => {
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...words, "--config", config], { stdio: ["ignore", "pipe", "pipe"] });
  const lines: { seconds: number; text: string }[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (text) => lines.push({ seconds: since(began), text }));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`stead ${words.join(" ")}\n${lines.map(({ text }) => text).join("\n")}`);
  return { began, seconds: since(began), lines };
};

/** Seconds from a run's begin until it said something. */
export const momentOf = (run: TimedRun, said: RegExp): number => {
  const line = run.lines.find(({ text }) => said.test(text));
  if (!line) throw new Error(`nothing like ${said} in\n${run.lines.map(({ text }) => text).join("\n")}`);
  return line.seconds;
};

const since = (began: number): number => (performance.now() - began) / 1000;

import { SteadError } from "../../kernel/errors.ts";
import type { RunOptions, RunResult } from "../host.ts";

/** What a program answers; what it leaves out is empty, or 0. */
export type Answer = (
  words: readonly string[],
  options: RunOptions,
) => Partial<RunResult> | Promise<Partial<RunResult>>;

/** The few programs that every machine in memory has. */
export const programs: Readonly<Record<string, Answer>> = {
  true: () => ({}),
  false: () => ({ exitCode: 1 }),
  echo: (words) => ({ stdout: `${words.join(" ")}\n` }),
  cat: (_words, { stdin = "" }) => ({ stdout: typeof stdin === "string" ? stdin : new TextDecoder().decode(stdin) }),
};

/** What a Host throws for a program that is not there. */
export const cannotStart = (program: string): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: program,
    what: "The program cannot be started (ENOENT).",
    mend: "Install it, or correct its name.",
  });

import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { SteadError } from "../../kernel/errors.ts";
import type { AttachOptions, RunOptions, RunResult } from "../host.ts";
import { identity } from "./accounts.ts";
import { codeOf } from "./code-of.ts";
import { environmentFor } from "./environment-for.ts";
import { leash } from "./leash.ts";
import { collect } from "./collect-output.ts";

/** As timeout(1). */
const TIMED_OUT = 124;

/** Seconds that output may still come once the program itself has ended: a stray child may hold the pipe for ever. */
const LAST_WORDS = 1;

/** `outlives`: it goes on when this process is killed, for what must not stop half-way. */
export interface LocalRunOptions extends RunOptions {
  readonly outlives?: true;
}

/**
 * Runs a program in a process group of its own, which ends with it: at its end, at the timeout, when aborted, and when
 * this process is killed. Throws COMMAND_FAILED only when it cannot be started.
 */
export const run = (argv: readonly string[], options: LocalRunOptions = {}): Promise<RunResult> => {
  const [program = "", ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...identity(options.account),
      cwd: options.folder,
      env: environmentFor(options),
      detached: true,
      stdio: [options.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    child.once("error", (fault) => reject(cannotStart(program, options.folder, fault)));
    child.once("spawn", () => resolve(follow(child, options)));
  });
};

const follow = async (child: ChildProcess, options: LocalRunOptions): Promise<RunResult> => {
  const unleash = options.outlives ? undefined : leash(child.pid ?? 0);
  const stdout = collect(child.stdout, options.onLine);
  const stderr = collect(child.stderr, options.onLine);
  // A program that does not read its input is no fault of ours.
  child.stdin?.on("error", () => undefined).end(options.stdin);
  const timedOut = await outcome(child, options);
  const [code, signal] = [child.exitCode, child.signalCode];
  unleash?.();
  const status = code ?? 128 + (signal ? constants.signals[signal] : 0);
  return { exitCode: timedOut ? TIMED_OUT : status, stdout: stdout(), stderr: stderr() };
};

/** Waits for its end; true: it was cut off by the timeout. */
const outcome = (child: ChildProcess, { timeout, signal }: RunOptions): Promise<boolean> =>
  new Promise((resolve) => {
    let timedOut = false;
    const kill = (): void => killGroup(child.pid);
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            kill();
          }, timeout * 1000);
    if (signal?.aborted) kill();
    signal?.addEventListener("abort", kill, { once: true });
    child.once("exit", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", kill);
      kill();
      const impatience = setTimeout(() => resolve(timedOut), LAST_WORDS * 1000);
      child.once("close", () => {
        clearTimeout(impatience);
        resolve(timedOut);
      });
    });
  });

const killGroup = (pid: number | undefined): void => {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in it.
  }
};

/** Runs a program on the operator's terminal: it gets Ctrl-C itself. Its exit status. */
export const attach = (argv: readonly string[], options: AttachOptions = {}): Promise<number> => {
  const [program = "", ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...identity(options.account),
      cwd: options.folder,
      env: environmentFor(options, { TERM: process.env["TERM"] ?? "dumb" }),
      stdio: "inherit",
    });
    // The terminal sends Ctrl-C to both of us; the program decides what it means.
    const ignore = (): void => undefined;
    process.on("SIGINT", ignore);
    child.once("error", (fault) => reject(cannotStart(program, options.folder, fault)));
    child.once("exit", (code, signal) => {
      process.off("SIGINT", ignore);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
};

const cannotStart = (program: string, folder: string | undefined, fault: Error): Error =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: program,
    what: `The program cannot be started${folder === undefined ? "" : ` in ${folder}`} (${codeOf(fault) ?? fault.message}).`,
    mend:
      codeOf(fault) === "ENOENT" ? "Install it, or correct its name." : "See its permissions and those of its folder.",
  });

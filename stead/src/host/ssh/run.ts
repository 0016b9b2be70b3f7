import { SteadError } from "../../kernel/errors.ts";
import { collectText } from "../collect-text.ts";
import type { RunOptions, RunResult } from "../host.ts";
import type { Answer, Link } from "./link.ts";
import { programScript } from "./program-script.ts";
import type { Shell } from "./shell.ts";

/** As timeout(1). */
const TIMED_OUT = 124;

/** Milliseconds between words that tell the server that we are still there; it waits for 20 s (runs-programs.ts). */
const HEARTBEAT = 4_000;

/** Milliseconds that a shell may take to end what ran in it, before the way to it is cut. */
const LAST_WORDS = 3_000;

/**
 * Runs a program on the server in a session of its own, which ends with it: at its end, at the timeout, when aborted, and when the
 * connection ends. Throws COMMAND_FAILED when it cannot be started, SSH_LOST when its end cannot be known.
 */
export const runOver =
  (link: Link) =>
  async (argv: readonly string[], options: RunOptions = {}): Promise<RunResult> => {
    const script = programScript(link.server.site, argv, options);
    return link.withShell((shell) => runIn({ link, shell, script }, argv, options));
  };

interface Place {
  readonly link: Link;
  readonly shell: Shell;
  readonly script: string;
}

const runIn = async ({ link, shell, script }: Place, argv: readonly string[], options: RunOptions) => {
  const stdout = collectText(options.onLine);
  const stderr = collectText(options.onLine);
  const watch = watchOver(link, shell, options);
  try {
    const input = inputOf(options.stdin);
    const request = { kind: "program", script, stdout: stdout.take, stderr: stderr.take } as const;
    const outcome = await watch.unlessCut(link.ask(shell, { ...request, ...(input ? { input } : {}) }));
    stdout.end();
    stderr.end();
    return { exitCode: exitCodeOf(outcome, argv, options, link), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    watch.end();
  }
};

const inputOf = (stdin: RunOptions["stdin"]): Uint8Array | undefined =>
  typeof stdin === "string" ? Buffer.from(stdin) : stdin;

/** Keeps a program's shell informed that we live, and lets it end the program when it is to be ended. */
const watchOver = (link: Link, shell: Shell, { timeout, signal }: RunOptions) => {
  let cut: number | undefined;
  let impatience: NodeJS.Timeout | undefined;
  const stop = (status: number) => (): void => {
    cut ??= status;
    shell.end();
    // Its end of input may stand behind input that the program does not read.
    void shell.up.then((pid) => link.task(`kill -s TERM ${pid}`)).catch(() => undefined);
    impatience ??= setTimeout(shell.cut, LAST_WORDS);
  };
  const heart = setInterval(() => shell.say("\n"), HEARTBEAT);
  const timer = timeout === undefined ? undefined : setTimeout(stop(TIMED_OUT), timeout * 1000);
  const abort = stop(137);
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  return {
    unlessCut: async (outcome: Promise<Answer>): Promise<Answer> => {
      try {
        const known = await outcome;
        return cut ?? known;
      } catch (fault) {
        if (cut === undefined) throw fault;
        return cut;
      }
    },
    end: (): void => {
      clearInterval(heart);
      clearTimeout(timer);
      clearTimeout(impatience);
      signal?.removeEventListener("abort", abort);
    },
  };
};

const exitCodeOf = (outcome: Answer, argv: readonly string[], options: RunOptions, { server }: Link): number => {
  if (typeof outcome === "number") return outcome;
  const [program = ""] = argv;
  const [what, mend] = notBegun(options)[outcome];
  throw new SteadError({ code: "COMMAND_FAILED", where: `${program} on ${server.name}`, what, mend });
};

const notBegun = ({ folder, account }: RunOptions) =>
  ({
    "no-program": ["The program cannot be started (ENOENT).", "Install it, or correct its name."],
    "no-folder": [`The program cannot be started in ${folder ?? "/"}.`, "See that the folder is there."],
    "no-account": [`The account "${account ?? ""}" does not exist there.`, "Run `stead up`, which makes it."],
  }) satisfies Record<Exclude<Answer, number>, readonly [string, string]>;

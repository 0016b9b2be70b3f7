import type { AttachOptions, Host, LockHolder, RunOptions, RunResult, Where } from "../host.ts";
import { memoryFiles } from "./memory-files.ts";
import { memoryPackages, memoryUsers } from "./memory-system.ts";
import { memoryUnits } from "./memory-units.ts";
import { cannotStart, programs, type Answer } from "./programs.ts";

/** What a host in memory begins with. */
export interface Beginning {
  readonly name?: string;
  readonly where?: Partial<Where>;
  /** Answers of commands, by their words joined with blanks, or by the program alone. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Files that are there. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names of installed packages and of accounts. */
  readonly installed?: readonly string[];
  readonly users?: readonly string[];
}

/** A host that exists in memory only: for tests of what is done to hosts, in milliseconds. */
export const openMemoryHost = (beginning: Beginning = {}): Host => {
  const files = memoryFiles(beginning.files ?? {});
  const run = async (argv: readonly string[], options: RunOptions = {}): Promise<RunResult> => {
    const answer = beginning.answers?.[argv.join(" ")] ?? beginning.answers?.[argv[0] ?? ""] ?? programs[argv[0] ?? ""];
    if (!answer) throw cannotStart(argv[0] ?? "");
    const result = { exitCode: 0, stdout: "", stderr: "", ...(await answer(argv.slice(1), options)) };
    linesOf(result.stdout + result.stderr).forEach((line) => options.onLine?.(line));
    return result;
  };
  return {
    name: beginning.name ?? "memory",
    where: { home: "/srv/site/.stead", run: "/tmp/stead-site", ...beginning.where },
    files,
    units: memoryUnits(run),
    packages: memoryPackages(new Set(beginning.installed)),
    users: memoryUsers(new Set(beginning.users)),
    run,
    attach: async (argv: readonly string[], options?: AttachOptions) => (await run(argv, options)).exitCode,
    lock: memoryLock(),
  };
};

const memoryLock = (): Host["lock"] => {
  let holder: LockHolder | undefined;
  return async (wanted) => {
    if (holder) return holder;
    holder = wanted;
    return {
      release: async () => {
        holder = undefined;
      },
    };
  };
};

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

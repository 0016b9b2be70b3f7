import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";

const program = resolve(import.meta.dirname, "../../bin/stead.mjs");

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Way {
  readonly seconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Words of a program that runs it, such as unshare(1). */
  readonly through?: readonly string[];
  /** What stands on its standard input; nothing unless given. */
  readonly input?: string | Buffer;
}

/** Runs `stead WORDS` as a user would, in a folder. Never rejects; 124 when it took longer than `seconds`. */
export const runStead = async (
  folder: string,
  words: readonly string[],
  { seconds = 90, environment = {}, through = [], input = "" }: Way = {},
): Promise<Ended> => {
  const [first = "", ...rest] = [...through, process.execPath, program, ...words];
  const child = spawn(first, rest, {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", CI: "", ...environment },
  });
  // It may end without having read it.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => stdout.push(part));
  child.stderr.on("data", (part: Buffer) => stderr.push(part));
  const limit = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  const [code] = (await once(child, "exit")) as [number | null];
  clearTimeout(limit);
  return { exitCode: code ?? 124, stdout: textOf(stdout), stderr: textOf(stderr) };
};

const textOf = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString();

/** An application of stead/test/applications/. */
export const applicationFolder = (name: string): string => join(import.meta.dirname, "../applications", name);

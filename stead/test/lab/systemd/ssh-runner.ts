import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Files, Host, RunOptions, RunResult } from "../../../src/host/host.ts";

/**
 * The least that can run programs and move files on a lab's host: plain ssh, one connection for all. So what is tested here is
 * systemd, not our way to the server.
 */
export const sshRunner = (config: string, host: string): { readonly run: Host["run"]; readonly files: Files } => {
  const ssh = [
    "-F",
    config,
    "-o",
    "ControlMaster=auto",
    "-o",
    "ControlPersist=20",
    "-o",
    `ControlPath=/tmp/stead-lab-%C`,
  ];
  const run = (argv: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
    ended([...ssh, host, argv.map(quoted).join(" ")], options);
  return { run, files: filesOver(run) };
};

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const ended = (words: readonly string[], options: RunOptions): Promise<RunResult> =>
  new Promise((resolve, reject) => {
    const child = spawn("ssh", words, { stdio: ["pipe", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    if (options.onLine) createInterface({ input: child.stdout }).on("line", options.onLine);
    options.signal?.addEventListener("abort", () => child.kill());
    child.once("error", reject);
    // A program may end without having read its input.
    child.stdin.on("error", () => undefined);
    child.once("close", (code) => resolve({ exitCode: code ?? 255, stdout, stderr }));
    child.stdin.end(options.stdin ?? "");
  });

const filesOver = (run: Host["run"]): Files => {
  const shell = async (text: string, ...words: readonly string[]): Promise<string> =>
    (await run(["/bin/sh", "-euc", text, "files", ...words])).stdout;
  return {
    read: async (path) => {
      const { exitCode, stdout } = await run(["cat", path]);
      return exitCode === 0 ? new TextEncoder().encode(stdout) : undefined;
    },
    write: async (path, content, { mode }) => {
      const text = 'mkdir -p "${1%/*}"; cat >"$1.new"; chmod "$2" "$1.new"; mv -T "$1.new" "$1"';
      await run(["/bin/sh", "-euc", text, "write", path, mode.toString(8)], { stdin: content });
    },
    makeFolder: async (path, { mode }) => void (await shell('mkdir -p "$1"; chmod "$2" "$1"', path, mode.toString(8))),
    link: async (path, target) => void (await shell('mkdir -p "${1%/*}"; ln -sfn "$2" "$1"', path, target)),
    remove: async (path) => void (await shell('rm -rf "$1"', path)),
    list: async (path) => (await shell('ls -A "$1" 2>/dev/null || true', path)).split("\n").filter(Boolean),
    look: async () => new Map(),
  };
};

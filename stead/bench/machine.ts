import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";

/** The machine that figures were taken on, in one line. */
export const nameMachine = (): string => {
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "unknown system";
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cores.length} x ${cores[0]?.model.trim() ?? "unknown processor"}, ${memory} GB, ${system}, Linux ${release()}`;
};

/** Versions of the engines that both set-ups run. */
export const nameEngines = (): string =>
  [firstLine("/usr/sbin/nginx", "-v"), firstLine("/usr/sbin/mariadbd", "--version"), `Node ${process.version}`].join(
    ", ",
  );

/** nginx prints its version on standard error. */
const firstLine = (program: string, word: string): string =>
  execFileSync("sh", ["-c", `${program} ${word} 2>&1`], { encoding: "utf8" })
    .split("\n")[0]
    ?.trim() ?? program;

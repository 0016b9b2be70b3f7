import { spawn } from "node:child_process";
import type { UnitDefinition } from "../../../state/observations.ts";
import { identity } from "../accounts.ts";
import { environmentOf } from "./launch.ts";

/** Milliseconds a command of a unit may take: probes and reloads answer at once. */
const LONGEST = 10_000;

/** Characters of its error output that are told. */
const LAST_WORDS = 500;

/** Runs a unit's probe or reload command as the unit itself. undefined: it succeeded; else why not, for a person. */
export const tryCommand = (run: readonly string[], definition: UnitDefinition): Promise<string | undefined> => {
  const [program = "", ...words] = run;
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      ...identity(definition.account),
      cwd: "/",
      env: environmentOf(definition),
      stdio: ["ignore", "ignore", "pipe"],
      timeout: LONGEST,
      killSignal: "SIGKILL",
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-LAST_WORDS)));
    child.once("error", (fault) => resolve(fault.message));
    child.once("exit", (code, signal) =>
      resolve(code === 0 ? undefined : `${program}: ${said.trim() || `ended with ${signal ?? `status ${code}`}`}`),
    );
  });
};

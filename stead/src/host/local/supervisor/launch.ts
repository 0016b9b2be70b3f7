import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, readFileSync } from "node:fs";
import { SteadError } from "../../../kernel/errors.ts";
import type { UnitDefinition } from "../../../state/observations.ts";
import { identity, operator } from "../accounts.ts";
import { leastEnvironment } from "../environment-for.ts";
import { processOf, type ProcessId } from "../processes.ts";
import { parseEnvironmentFile } from "./environment-file.ts";
import { openLog } from "./open-log.ts";

/** A process that waits for `go` before it becomes the unit's program. */
export interface Launched {
  readonly id: ProcessId;
  /** Lets it begin: to be called once its id is on record. */
  readonly go: () => void;
  /** Lets it end without having begun. */
  readonly giveUp: () => void;
  /** How it ended, for a person. */
  readonly ended: Promise<string>;
}

/**
 * The shell keeps its pid when it becomes the program. So a supervisor that is killed before it could write the pid down
 * leaves nothing behind: the pipe closes, and the shell ends without having become anything.
 */
const WAIT_FOR_GO = 'read -r go <&3 || exit 1; exec 3<&-; exec "$@"';

/** Starts a unit's process, in a session of its own, writing straight to its log: so it outlives the supervisor. */
export const launch = (definition: UnitDefinition, logFile: string): Launched => {
  const log = openLog(logFile);
  try {
    return launched(definition, spawnWaiting(definition, log));
  } finally {
    closeSync(log);
  }
};

const spawnWaiting = (definition: UnitDefinition, log: number): ChildProcess =>
  spawn("/bin/sh", ["-c", WAIT_FOR_GO, "stead", ...definition.run], {
    ...identity(definition.account),
    cwd: definition.folder ?? "/",
    env: environmentOf(definition),
    detached: true,
    stdio: ["ignore", log, log, "pipe"],
  });

/** Only what the definition says, and the least that programs take for granted. */
export const environmentOf = (definition: UnitDefinition): Readonly<Record<string, string>> => ({
  ...leastEnvironment(definition.account ?? operator().name),
  ...definition.environment,
  ...Object.assign(
    {},
    ...(definition.environmentFiles ?? []).map((file) => parseEnvironmentFile(readFileSync(file, "utf8"))),
  ),
});

const launched = (definition: UnitDefinition, child: ChildProcess): Launched => {
  const { pid } = child;
  // Without a pid there is an error event to come, which nobody needs: the folder or the shell is not there.
  if (pid === undefined) {
    child.on("error", () => undefined);
    throw cannotStart(definition);
  }
  const gate = child.stdio[3];
  gate?.on("error", () => undefined);
  return {
    id: { pid, startTime: processOf(pid)?.startTime ?? 0 },
    go: () => {
      if (gate && "end" in gate) gate.end("go\n");
    },
    giveUp: () => gate?.destroy(),
    ended: new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve(signal === null ? `exit status ${code}` : `signal ${signal}`));
      child.once("error", (fault) => resolve(fault.message));
    }),
  };
};

const cannotStart = ({ name, folder, account }: UnitDefinition): SteadError =>
  new SteadError({
    code: "UNIT_NOT_READY",
    where: name,
    what: "Its process cannot be started.",
    mend: `See that the folder ${folder ?? "/"} is there and that ${account ?? operator().name} may enter it.`,
    instead: { ended: "could not be started", listens: [] },
  });

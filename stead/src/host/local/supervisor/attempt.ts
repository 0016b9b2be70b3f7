import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";
import type { UnitDefinition } from "../../../state/observations.ts";
import { lives, type ProcessId } from "../processes.ts";
import { launch } from "./launch.ts";
import { sizeOf } from "./log-tail.ts";

/** One life of a unit's process. */
export interface Attempt {
  readonly id: ProcessId;
  readonly since: number;
  readonly log: string;
  readonly logStart: number;
  /** How it ended; never rejects. */
  readonly ended: Promise<string>;
  /** The same, once it has. */
  outcome?: string;
  /** An earlier supervisor started it. */
  readonly adopted: boolean;
  /** What the last probe saw. */
  seen?: string | undefined;
  /** When its probe passed; milliseconds since the epoch. */
  readyAt?: number;
}

/** Milliseconds between two looks at a process that is not our child. */
const ADOPTED_LOOK = 100;

/** Starts the process. `record` is called with its id before it becomes the unit's program. */
export const begin = (definition: UnitDefinition, logs: string, record: (attempt: Attempt) => void): Attempt => {
  const log = join(logs, `${definition.name}.log`);
  const logStart = sizeOf(log);
  const { id, go, giveUp, ended } = launch(definition, log);
  const attempt = following({ id, since: Date.now(), log, logStart, ended, adopted: false });
  try {
    record(attempt);
  } catch (fault) {
    giveUp();
    throw fault;
  }
  go();
  return attempt;
};

/** Takes over a process that an earlier supervisor started. How it ends cannot be known. */
export const adopt = (definition: UnitDefinition, logs: string, id: ProcessId, since: number): Attempt =>
  following({
    id,
    since,
    log: join(logs, `${definition.name}.log`),
    logStart: 0,
    ended: watchAdopted(id),
    adopted: true,
  });

const following = (attempt: Attempt): Attempt => {
  void attempt.ended.then((how) => (attempt.outcome = how));
  return attempt;
};

const watchAdopted = async (id: ProcessId): Promise<string> => {
  while (lives(id)) await sleep(ADOPTED_LOOK);
  return "exit status unknown";
};

import { setTimeout as sleep } from "node:timers/promises";
import type { UnitDefinition } from "../../../state/observations.ts";
import type { Attempt } from "./attempt.ts";
import { listensItself } from "./listens-itself.ts";
import { tryProbe } from "./probe.ts";

/** Milliseconds between two probes: short at first, for a site should be up as soon as it can be. */
const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 100;

/** The pause once readyTimeout is over: nobody waits any more, but it may yet come. */
const LATE_PAUSE = 1_000;

/** Probes until the unit is ready, its process has ended, or nobody wants it any more. */
export const untilReady = async (
  attempt: Attempt,
  definition: () => UnitDefinition,
  given: AbortSignal,
): Promise<"ready" | "ended" | "cancelled"> => {
  for (let pause = FIRST_PAUSE; !given.aborted; pause = nextPause(pause, attempt, definition())) {
    attempt.seen = await see(attempt, definition());
    if (attempt.outcome !== undefined) return "ended";
    if (attempt.seen === undefined) {
      attempt.readyAt = Date.now();
      return given.aborted ? "cancelled" : "ready";
    }
    await Promise.race([sleep(pause), attempt.ended]);
  }
  return attempt.outcome === undefined ? "cancelled" : "ended";
};

/** A probe that another program answers proves nothing: it happens when that program has our port. */
const see = async (attempt: Attempt, definition: UnitDefinition): Promise<string | undefined> => {
  const seen = await tryProbe(definition).catch(String);
  return seen ?? listensItself(attempt.id, definition.ready);
};

const nextPause = (pause: number, attempt: Attempt, definition: UnitDefinition): number =>
  Date.now() - attempt.since > definition.readyTimeout * 1000 ? LATE_PAUSE : Math.min(LONGEST_PAUSE, pause * 1.03);

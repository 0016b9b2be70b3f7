import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";
import type { UnitStatus } from "../../state/observations.ts";
import type { Progress } from "../at-work.ts";

/** A cron job as it is set up on a host. */
export interface CronUnit {
  readonly name: string;
  readonly host: Host;
  readonly unit: UnitStatus;
}

type Run = NonNullable<UnitStatus["lastRun"]>;

/** Milliseconds between two looks. */
const LOOK_EVERY = 300;

/** Milliseconds by which a run's beginning may differ from what was said while it went on. */
const SLACK = 500;

/** Begins a run and waits until it has ended; what it waits for may be another run's end first (overlap). Throws INTERRUPTED, NOT_RUNNING. */
export const awaitRun = async ({ name, host, unit }: CronUnit, { report, signal }: Progress): Promise<Run> => {
  const says = `Running ${name} on ${host.name}`;
  report({ kind: "begin", step: "cron", says });
  const began = performance.now();
  try {
    await host.units.runNow(unit.name);
    const run = await ended({ name, host, unit }, signal);
    const seconds = (performance.now() - began) / 1000;
    report({ kind: "end", step: "cron", says: `${name} ended with ${run.result}`, seconds });
    return run;
  } catch (error) {
    report({ kind: "fail", step: "cron", says: `${says}: not waited for any more` });
    throw error;
  }
};

const ended = async ({ name, host, unit: before }: CronUnit, signal: AbortSignal): Promise<Run> => {
  const running = before.state === "ready" ? before.since + SLACK : Number.NEGATIVE_INFINITY;
  for (;;) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw goesOn(name);
    const now = (await host.units.status()).find((unit) => unit.name === before.name);
    if (!now) throw taken(name);
    const run = now.lastRun;
    if (run && run.at !== before.lastRun?.at && run.at > running && now.state === "waiting") return run;
  }
};

const goesOn = (name: string): SteadError =>
  new SteadError({
    code: "INTERRUPTED",
    where: `cron.${name}`,
    what: "is not waited for any more; it goes on.",
    mend: "`stead cron list` tells how it ended.",
  });

const taken = (name: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: `cron.${name}`,
    what: "was taken away while it ran: another release serves by now.",
    mend: "Run it again.",
  });

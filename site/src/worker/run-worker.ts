import { setTimeout as sleep } from "node:timers/promises";
import { isTransient } from "../db/faults.ts";
import { newToken } from "../db/ids.ts";
import { type Lease, takeLease } from "../db/lease.ts";
import type { Db } from "../db/open.ts";
import { cleanUp } from "./clean-up.ts";
import { foldCounters } from "./fold.ts";

export interface WorkerOptions {
  readonly db: Db;
  readonly signal: AbortSignal;
  readonly onFault: (fault: unknown) => void;
  readonly now?: () => Date;
}

const EVERY_MS = 1_000;
const CLEAN_EVERY_MS = 60_000;
/** Another worker takes over so long after this one died. */
const LEASE_SECONDS = 10;

/**
 * Folds counters every second and cleans up every minute, until `signal` says to stop. Any number may run: whoever holds
 * the lease works, the others wait. A database that is away is waited for.
 */
export const runWorker = async ({ db, signal, onFault, now = () => new Date() }: WorkerOptions): Promise<void> => {
  const holder = newToken();
  let cleanedAt = 0;
  let lease: Lease | undefined;
  while (!signal.aborted) {
    try {
      lease = await takeLease(db, "counters", holder, LEASE_SECONDS);
      if (lease !== undefined) {
        await foldCounters(db);
        if (Date.now() - cleanedAt >= CLEAN_EVERY_MS) {
          await cleanUp(db, now());
          cleanedAt = Date.now();
        }
      }
    } catch (fault) {
      // In the way of many writers: the next second does it.
      if (!isTransient(fault)) onFault(fault);
    }
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await lease?.release().catch(onFault);
};

import { setTimeout as sleep } from "node:timers/promises";
import type { Stop } from "../../../state/vocabulary.ts";
import { lives, membersOf, signalAll, type ProcessId } from "../processes.ts";

/** Milliseconds between two looks: short at first, since most programs end at once. */
const LOOKS = [5, 10, 20, 50];

/** Milliseconds until it is pointless to wait for what SIGKILL did not end: it hangs in the kernel. */
const AFTER_KILL = 10_000;

/**
 * Ends a unit's process and all it started: its own signal, SIGKILL after the timeout, and waits until none of them
 * lives. True: it ended by itself.
 */
export const endSession = async (leader: ProcessId, stop: Stop): Promise<boolean> => {
  if (isGone(leader)) return true;
  signalAll(leader, stop.signal);
  if (await goneWithin(leader, stop.timeout * 1000)) return true;
  await killSession(leader);
  return false;
};

/** Ends at once what a unit's process left behind, and the process itself. */
export const killSession = async (leader: ProcessId): Promise<void> => {
  if (isGone(leader)) return;
  signalAll(leader, "SIGKILL");
  await goneWithin(leader, AFTER_KILL);
};

const goneWithin = async (leader: ProcessId, milliseconds: number): Promise<boolean> => {
  const end = performance.now() + milliseconds;
  for (let look = 0; performance.now() < end; look += 1) {
    await sleep(Math.min(LOOKS[look] ?? 50, Math.max(1, end - performance.now())));
    if (isGone(leader)) return true;
  }
  return isGone(leader);
};

/** All processes are only looked at once the first has ended: that is dear, and it mostly ends last. */
const isGone = (leader: ProcessId): boolean => !lives(leader) && membersOf(leader).length === 0;

import type { Process } from "../../proc/parse-stat.ts";
import type { ProcessId } from "../processes.ts";

/** Bytes of resident memory of a unit's process and all it started. */
export const residentOf = (leader: ProcessId, living: readonly Process[]): number =>
  living.filter(({ session }) => session === leader.pid).reduce((sum, { residentBytes }) => sum + residentBytes, 0);

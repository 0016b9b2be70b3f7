import { readdirSync, readFileSync } from "node:fs";
import { parseStat, type Process } from "../proc/parse-stat.ts";

/** A process that can be recognised later. */
export interface ProcessId {
  readonly pid: number;
  readonly startTime: number;
}

/** The process of that id; undefined: there is none. */
export const processOf = (pid: number): Process | undefined => {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
};

/** Whether this very process still runs. A zombie does not: it has ended, only its parent has not asked. */
export const lives = (id: ProcessId): boolean => {
  const found = processOf(id.pid);
  return found !== undefined && found.startTime === id.startTime && isAlive(found);
};

/** Every living process of this machine. */
export const livingProcesses = (): readonly Process[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processOf(Number(name)))
    .filter((found) => found !== undefined)
    .filter(isAlive);

const isAlive = ({ state }: Process): boolean => state !== "Z" && state !== "X";

/**
 * The living processes of the session that a unit's first process leads: itself and all it started, also once it has
 * ended. None when its pid came again: a session keeps its number as long as it has members.
 */
export const membersOf = (leader: ProcessId): readonly Process[] => {
  const head = processOf(leader.pid);
  if (head !== undefined && head.startTime !== leader.startTime) return [];
  return livingProcesses().filter(({ session }) => session === leader.pid);
};

/** Sends a signal to all that a unit's first process started; who is gone is fine. */
export const signalAll = (leader: ProcessId, signal: NodeJS.Signals): void => {
  const members = membersOf(leader);
  if (members.some(({ group }) => group === leader.pid)) signalOne(-leader.pid, signal);
  for (const { pid, group } of members) if (group !== leader.pid) signalOne(pid, signal);
};

/** Sends a signal to one process; gone is fine. */
export const signalOne = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
};

import { join } from "node:path";
import type { UnitStatus } from "../../state/observations.ts";
import type { Process } from "../proc/parse-stat.ts";
import type { Places } from "./places.ts";
import { lives, livingProcesses, membersOf } from "./processes.ts";
import { supervisorFiles } from "./supervisor/protocol.ts";
import { readRecords, type UnitRecord } from "./supervisor/records.ts";
import { residentOf } from "./supervisor/resident.ts";

/** What a killed supervisor left: processes live on without it, and the next one adopts them. */
export const leftBehind = (places: Places): readonly UnitStatus[] => {
  const records = readRecords(join(places.run, supervisorFiles.units));
  const living = records.length > 0 ? livingProcesses() : [];
  return records.map((record) => statusOf(record, living));
};

const statusOf = (record: UnitRecord, living: readonly Process[]): UnitStatus => {
  const { process } = record;
  const state = stateOf(record);
  return {
    name: record.definition.name,
    state,
    since: record.since,
    restarts: record.restarts,
    definition: record.definition,
    // Of a dead process whose children live, it is still their session: they are this unit's.
    ...(process && (state === "ready" || state === "failing")
      ? { pid: process.pid, memoryBytes: residentOf(process, living) }
      : {}),
    ...(record.startSeconds === undefined ? {} : { startSeconds: record.startSeconds }),
    ...(record.lastExit === undefined ? {} : { lastExit: record.lastExit }),
    ...(record.lastRun === undefined ? {} : { lastRun: record.lastRun }),
  };
};

const stateOf = ({ process, definition }: UnitRecord): UnitStatus["state"] => {
  if (process !== undefined && lives(process)) return "ready";
  if (definition.schedule) return "waiting";
  return process !== undefined && membersOf(process).length > 0 ? "failing" : "stopped";
};

/** What became of it, for a person: one sentence for what lives on and one for what does not. */
export const sayAdopted = (left: readonly UnitStatus[], now: readonly UnitStatus[]): readonly string[] => {
  const known = new Set(now.map(({ name }) => name));
  const names = left.map(({ name }) => name);
  const kept = names.filter((name) => known.has(name));
  const gone = names.filter((name) => !known.has(name));
  return [
    ...(kept.length > 0 ? [`The supervisor had been killed: another took over ${kept.join(", ")}.`] : []),
    ...(gone.length > 0 ? [`Ended while no supervisor looked after it: ${gone.join(", ")}.`] : []),
  ];
};

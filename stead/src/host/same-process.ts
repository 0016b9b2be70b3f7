import { isDeepStrictEqual } from "node:util";
import type { UnitDefinition } from "../state/observations.ts";

/** Whether a running process is already what a definition asks for; the rest of it can change around the process. */
export const isSameProcess = (a: UnitDefinition, b: UnitDefinition): boolean =>
  isDeepStrictEqual(processPart(a), processPart(b));

/** What only a new process takes in. `local` gives no unit a sandbox. */
const processPart = (unit: UnitDefinition): unknown => [
  unit.run,
  unit.folder,
  unit.account,
  unit.environment ?? {},
  unit.environmentFiles ?? [],
  unit.sandbox,
  unit.schedule,
];

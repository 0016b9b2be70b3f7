import type { UnitDefinition, UnitStatus } from "../../../state/observations.ts";
import type { Process } from "../../proc/parse-stat.ts";

/** One thing the supervisor looks after: a service or a scheduled job. */
export interface Unit {
  readonly definition: UnitDefinition;
  readonly order: number;
  /** Starts it; resolves when it is ready. One that runs is waited for. */
  start(): Promise<void>;
  /** Makes a start that still waits give up, so that a stop need not wait for it. */
  cancel(): void;
  /** Ends its processes. */
  stop(): Promise<void>;
  /** Takes another definition without touching the process. */
  define(definition: UnitDefinition): void;
  /** Lets the process take in its configuration anew. */
  reload(definition: UnitDefinition): Promise<void>;
  status(living: readonly Process[]): UnitStatus;
}

/** Where a unit keeps its record and its log, and where it tells what nobody waits for. */
export interface Surroundings {
  readonly records: string;
  readonly logs: string;
  readonly note: (line: string) => void;
}

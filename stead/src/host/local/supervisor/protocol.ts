import type { Fault } from "../../../kernel/errors.ts";
import type { UnitDefinition, UnitStatus } from "../../../state/observations.ts";

/** Changes with the meaning of any message. A supervisor of another version is asked to leave; the next adopts its units. */
export const PROTOCOL = 2;

/** One request for each connection: a line of JSON, answered by a line of JSON. `leave` means the same in all versions. */
export type Request =
  | { readonly do: "version" }
  | { readonly do: "status" }
  | { readonly do: "start" | "restart" | "reload"; readonly unit: UnitDefinition }
  | { readonly do: "stop" | "run-now"; readonly name: string }
  /** Ends all units, then the supervisor. */
  | { readonly do: "stop-all" }
  /** Ends the supervisor only; its units live on. */
  | { readonly do: "leave" };

/** What each request is answered with. */
export interface Answers {
  readonly version: number;
  readonly status: readonly UnitStatus[];
  readonly start: null;
  readonly restart: null;
  readonly reload: null;
  readonly stop: null;
  readonly "run-now": null;
  readonly "stop-all": null;
  readonly leave: null;
}

export type Reply = { readonly result: Answers[keyof Answers] } | { readonly faults: readonly [Fault, ...Fault[]] };

/** Names of the supervisor's files in the site's folders. */
export const supervisorFiles = {
  /** In `run`: where it listens. */
  socket: "supervisor.sock",
  /** In `run`: one record for each unit. */
  units: "units",
  /** In `home`: the kernel's lock on it is the supervisor's right to be. */
  guard: "supervisor.lock",
  /** In `home`: the folder of the units' logs. */
  log: "log",
} as const;

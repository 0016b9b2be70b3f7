import type { DesiredState } from "../state/vocabulary.ts";
import type { Observed } from "./observed.ts";

/** What one host should have, and what it has. */
export interface HostState {
  readonly host: string;
  /** The site that all this is about. */
  readonly site?: string;
  readonly desired: DesiredState;
  readonly observed: Observed;
  /** The folder of all that Stead keeps there: sentences name paths as seen from it. */
  readonly home?: string;
}

/** Wishes of the operator that change a plan. */
export interface PlanOptions {
  /** Take over files that stand where Stead wants to write and are not its own, and decide for the other sites of a host. */
  readonly adopt?: boolean;
}

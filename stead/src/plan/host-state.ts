import type { DesiredState } from "../state/vocabulary.ts";
import type { Observed } from "./observed.ts";

/** What one host should have, and what it has. */
export interface HostState {
  readonly host: string;
  readonly desired: DesiredState;
  readonly observed: Observed;
}

/** Wishes of the operator that change a plan. */
export interface PlanOptions {
  /** Take over files that stand where Stead wants to write and are not its own. */
  readonly adopt?: boolean;
}

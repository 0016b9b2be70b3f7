import type { UnitDefinition } from "../../../state/observations.ts";
import { enginesTarget, serviceName, timerName } from "./unit-names.ts";

/** What of a unit the boot starts, and the target that wants it: a timer, an engine, or the application after the engines. */
export const bootOf = (
  site: string,
  definition: UnitDefinition,
): { readonly starts: string; readonly wantedBy: string } => {
  if (definition.schedule) return { starts: timerName(site, definition.name), wantedBy: "timers.target" };
  const starts = serviceName(site, definition.name);
  return { starts, wantedBy: definition.sandbox?.kind === "engine" ? enginesTarget(site) : "multi-user.target" };
};

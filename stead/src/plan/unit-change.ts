import { inputsHash, sourceOf, watchedPaths } from "../state/definition-of.ts";
import type { UnitStatus } from "../state/observations.ts";
import type { Unit } from "../state/vocabulary.ts";
import type { Draft } from "./change-of.ts";
import type { HostState } from "./host-state.ts";
import { sentences } from "./sentences.ts";

/**
 * What a unit needs done: started when it does not run; restarted when its definition differs from that of the running
 * process, or when a file changed that only a start reads; reloaded when a file changed that a reload reads.
 */
export const unitChange = (state: HostState, unit: Unit, isChanged: (id: string) => boolean): Draft | undefined => {
  const ofName = state.observed.units.filter(({ name }) => name === unit.name);
  const status = ofName.find(({ definition }) => definition.shared === unit.shared);
  if (!status && ofName.length > 0) return inPlaceOfOwn(unit);
  if (!runs(status)) return { says: sentences.start(unit), disrupts: "nothing", action: { do: "start", unit } };
  if (status.definition.labels?.["source"] !== sourceOf(unit)) return restart(unit, "its definition changed");
  if (status.drift !== undefined) return restart(unit, status.drift);
  if (folderIsNew(state, unit)) return restart(unit, "its folder was made anew");
  const restartOn = changedFile(state, unit, status, "restart", isChanged);
  if (restartOn !== undefined) return restart(unit, restartOn);
  const reloadOn = changedFile(state, unit, status, "reload", isChanged);
  if (reloadOn === undefined) return undefined;
  if (!unit.reload) return restart(unit, reloadOn);
  return { says: sentences.reload(unit, reloadOn), disrupts: "nothing", action: { do: "reload", unit } };
};

const runs = (status: UnitStatus | undefined): status is UnitStatus =>
  status !== undefined && status.state !== "stopped" && status.state !== "failing";

/** A server that was set up when each site had an engine of its own. */
const inPlaceOfOwn = (unit: Unit): Draft => ({
  says: sentences.share(unit),
  disrupts: `what ${unit.says} does, for about 3 s`,
  action: { do: "start", unit },
});

const restart = (unit: Unit, why: string): Draft => ({
  says: sentences.restart(unit, why),
  disrupts: unit.disrupts,
  action: { do: "restart", unit },
});

/** A process keeps the folder that was removed, and finds no file in it any more. */
const folderIsNew = ({ desired, observed }: HostState, { folder }: Unit): boolean =>
  folder !== undefined &&
  desired.some((value) => value.kind === "folder" && value.path === folder) &&
  !observed.entries.get(folder);

/** Why the unit must take its files in again: one of them changes in this plan, or did so after it last read them. */
const changedFile = (
  { desired, observed }: HostState,
  unit: Unit,
  status: UnitStatus,
  label: "restart" | "reload",
  isChanged: (id: string) => boolean,
): string | undefined => {
  const changed = unit[`${label}On`]?.find(isChanged);
  const value = desired.find(({ id }) => id === changed);
  if (value) return `${value.says} changed`;
  const now = (paths: readonly string[]): string => inputsHash(paths, (path) => observed.entries.get(path)?.hash);
  const isNews = Object.entries(watchedPaths(unit, desired))
    .filter(([noted]) => noted.split(" ")[0] === label)
    .some(([noted, paths]) => status.definition.labels?.[noted] !== now(paths));
  return isNews ? "its files changed since it read them" : undefined;
};

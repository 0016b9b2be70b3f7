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
  const status = state.observed.units.find(({ name }) => name === unit.name);
  if (!status || status.state === "stopped" || status.state === "failing")
    return { says: sentences.start(unit), disrupts: "nothing", action: { do: "start", unit } };
  if (status.definition.labels?.["source"] !== sourceOf(unit)) return restart(unit, "its definition changed");
  if (status.drift !== undefined) return restart(unit, status.drift);
  if (folderIsNew(state, unit)) return restart(unit, "its folder was made anew");
  const restartOn = changedFile(state, unit.restartOn, status, "restart", isChanged);
  if (restartOn !== undefined) return restart(unit, restartOn);
  const reloadOn = changedFile(state, unit.reloadOn, status, "reload", isChanged);
  if (reloadOn === undefined) return undefined;
  if (!unit.reload) return restart(unit, reloadOn);
  return { says: sentences.reload(unit, reloadOn), disrupts: "nothing", action: { do: "reload", unit } };
};

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
  ids: readonly string[] | undefined,
  status: UnitStatus,
  label: "restart" | "reload",
  isChanged: (id: string) => boolean,
): string | undefined => {
  const changed = ids?.find(isChanged);
  const value = desired.find(({ id }) => id === changed);
  if (value) return `${value.says} changed`;
  const pathOf = (id: string): string | undefined => {
    const watched = desired.find((candidate) => candidate.id === id);
    return watched?.kind === "file" || watched?.kind === "secret" ? watched.path : undefined;
  };
  const now = inputsHash(watchedPaths(ids, pathOf), (path) => observed.entries.get(path)?.hash);
  return status.definition.labels?.[label] === now ? undefined : "its files changed since it read them";
};

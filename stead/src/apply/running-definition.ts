import { definitionOf, inputsHash, watchedPaths } from "../state/definition-of.ts";
import type { UnitDefinition } from "../state/observations.ts";
import type { Unit } from "../state/vocabulary.ts";
import type { PlannedHost } from "./ground.ts";

/**
 * A unit's definition, labelled with the hashes of the files as they stand this moment: the process reads them next.
 * Looked up before it does: a file changed in between makes one reload too many at the next `up`, never one too few.
 */
export const runningDefinition = async ({ host, state }: PlannedHost, unit: Unit): Promise<UnitDefinition> => {
  const pathOf = (id: string): string | undefined => {
    const value = state.desired.find((candidate) => candidate.id === id);
    return value?.kind === "file" || value?.kind === "secret" ? value.path : undefined;
  };
  const restartOn = watchedPaths(unit.restartOn, pathOf);
  const reloadOn = watchedPaths(unit.reloadOn, pathOf);
  const entries = await host.files.look([...new Set([...restartOn, ...reloadOn])]);
  const hashAt = (path: string): string | undefined => entries.get(path)?.hash;
  return definitionOf(unit, { restart: inputsHash(restartOn, hashAt), reload: inputsHash(reloadOn, hashAt) });
};

import { definitionOf, inputsHash, siteLabel, watchedPaths } from "../state/definition-of.ts";
import type { UnitDefinition } from "../state/observations.ts";
import type { Unit } from "../state/vocabulary.ts";
import type { PlannedHost } from "./ground.ts";

/**
 * A unit's definition, labelled with the hashes of the files as they stand this moment: the process reads them next.
 * Looked up before it does: a file changed in between makes one reload too many at the next `up`, never one too few.
 */
export const runningDefinition = async (on: PlannedHost, unit: Unit): Promise<UnitDefinition> => {
  const { host, state } = on;
  const watched = watchedPaths(unit, state.desired);
  const entries = await host.files.look([...new Set(Object.values(watched).flat())]);
  const hashAt = (path: string): string | undefined => entries.get(path)?.hash;
  const read = Object.entries(watched).map(([label, paths]) => [label, inputsHash(paths, hashAt)] as const);
  return definitionOf(unit, { ...ofNeighbours(on, unit), ...Object.fromEntries(read) });
};

/** What it had read of the other sites counts on. */
const ofNeighbours = ({ state: { observed } }: PlannedHost, unit: Unit): Readonly<Record<string, string>> => {
  const before = observed.units.find(({ name, definition }) => name === unit.name && definition.shared === unit.shared);
  const labels = (observed.neighbours ?? []).map(({ site }) => siteLabel(site));
  return Object.fromEntries(
    Object.entries(before?.definition.labels ?? {}).filter(([label]) => labels.includes(label)),
  );
};

import type { HostState } from "./host-state.ts";
import { isNeighbours, isNeighboursUnit } from "./neighbours.ts";
import type { ManifestEntry } from "./observed.ts";
import type { Change } from "./plan.ts";
import { sentences } from "./sentences.ts";

/**
 * What stands on a host by Stead's hand and is no longer desired: units first, then files, then the folders they lay
 * in, deepest first. Data and secrets stay, and what the host's other sites want as well. Instances belong to their release,
 * not to the plan.
 */
export const removalsOf = (state: HostState): readonly Change[] => [
  ...stops(state),
  ...unmade(state),
  ...removedPaths(state),
];

const stops = ({ host, desired, observed }: HostState): readonly Change[] => {
  const wanted = new Set(desired.flatMap((value) => (value.kind === "unit" ? [value.name] : [])));
  return observed.units
    .filter((unit) => !isNeighboursUnit(observed, unit))
    .map(({ name }) => name)
    .filter((name) => !name.includes("@") && !wanted.has(name))
    .sort()
    .map((name) => ({
      id: `${host}/unit:${name}`,
      host,
      says: sentences.stop(name),
      disrupts: `what ${name} does`,
      action: { do: "stop", unit: name } as const,
    }));
};

/** While the files are there that it may need. */
const unmade = ({ host, desired, observed }: HostState): readonly Change[] => {
  const ids = new Set(desired.map(({ id }) => id));
  return Object.entries(observed.manifest.entries)
    .filter(([id, entry]) => !ids.has(id) && !isNeighbours(observed, id, entry))
    .sort(([left], [right]) => (left < right ? 1 : -1))
    .flatMap(([id, { unmake, says = id }]) =>
      unmake === undefined
        ? []
        : [
            {
              id: `${host}/${id}`,
              host,
              says: sentences.unmake(says),
              disrupts: "nothing",
              action: { do: "ensure", make: { run: unmake } } as const,
            },
          ],
    );
};

const removedPaths = ({ host, desired, observed }: HostState): readonly Change[] => {
  const ids = new Set(desired.map(({ id }) => id));
  const paths = new Set(desired.flatMap((value) => ("path" in value ? [value.path] : [])));
  return Object.entries(observed.manifest.entries)
    .filter(([id, { path }]) => path !== undefined && !ids.has(id) && !paths.has(path))
    .filter(([id, entry]) => isRemovable(entry) && !isNeighbours(observed, id, entry))
    .filter(([, entry]) => observed.entries.get(entry.path ?? "") !== undefined)
    .sort(([, left], [, right]) => byDepth(left, right))
    .map(([id, { path = "" }]) => ({
      id: `${host}/${id}`,
      host,
      says: sentences.remove(path),
      disrupts: "nothing",
      action: { do: "remove", path, id } as const,
    }));
};

const isRemovable = (entry: ManifestEntry): boolean =>
  (entry.kind === "folder" || (entry.kind === "file" && !entry.unmake)) && !entry.keep;

/** Files before folders, a folder's inside before itself. */
const byDepth = (left: ManifestEntry, right: ManifestEntry): number => {
  if (left.kind !== right.kind) return left.kind === "file" ? -1 : 1;
  return (left.path ?? "") < (right.path ?? "") ? 1 : -1;
};

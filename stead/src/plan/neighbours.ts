import { sourceOf } from "../state/definition-of.ts";
import { fileSource } from "./file-source.ts";
import type { UnitStatus } from "../state/observations.ts";
import type { Value } from "../state/vocabulary.ts";
import type { Manifest, ManifestEntry, Observed } from "./observed.ts";

/** Whether another site of the host has noted a value of the machine too. */
export const isNeighbours = (
  { neighbours = [] }: Observed,
  id: string,
  { shared }: Pick<ManifestEntry, "shared">,
): boolean => shared === true && neighbours.some(({ entries }) => entries[id] !== undefined);

/** Whether another site of the host needs a process that runs there. */
export const isNeighboursUnit = (observed: Observed, { name, definition }: UnitStatus): boolean =>
  isNeighbours(observed, `unit:${name}`, definition.shared ? { shared: true } : {});

/** The other site of the host that has a value of the machine otherwise; undefined: all who have it agree. */
export const rivalOf = ({ neighbours = [] }: Observed, value: Value): Manifest | undefined => {
  const source = sourceFor(value);
  if (value.shared !== true || source === undefined) return undefined;
  return neighbours.find(({ entries }) => {
    const noted = entries[value.id];
    return noted !== undefined && noted.source !== source;
  });
};

const sourceFor = (value: Value): string | undefined => {
  if (value.kind === "file") return fileSource(value);
  return value.kind === "unit" ? sourceOf(value) : undefined;
};

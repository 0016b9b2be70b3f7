import { hashOf } from "./hash.ts";
import type { UnitDefinition } from "./observations.ts";
import type { Unit } from "./vocabulary.ts";

/** Hashes of what a unit read when it started, and of what it read at its last reload. */
export interface Inputs {
  readonly restart: string;
  readonly reload: string;
}

/**
 * A unit as the service manager gets it. Its labels tell what it was started from, so that a later plan sees without
 * any memory of its own whether it must start anew (`source`, `restart`) or only read its files again (`reload`).
 */
export const definitionOf = (unit: Unit, inputs: Inputs): UnitDefinition => ({
  ...processOf(unit),
  name: unit.name,
  ready: unit.ready,
  readyTimeout: unit.readyTimeout,
  ...(unit.reload && { reload: unit.reload }),
  stop: unit.stop,
  restart: "always",
  labels: { source: sourceOf(unit), ...inputs },
});

/** Hash of what only a new process takes in. */
export const sourceOf = (unit: Unit): string => hashOf(processOf(unit));

const processOf = (unit: Unit) => ({
  run: unit.run,
  ...(unit.folder !== undefined && { folder: unit.folder }),
  ...(unit.account !== undefined && { account: unit.account }),
  ...(unit.environment && { environment: unit.environment }),
  ...(unit.environmentFiles && { environmentFiles: unit.environmentFiles }),
  ...(unit.sandbox && { sandbox: unit.sandbox }),
});

/** Hash of the files a unit reads, each by its path and the hash of what stands there now. */
export const inputsHash = (paths: readonly string[], hashAt: (path: string) => string | undefined): string =>
  hashOf([...paths].sort().map((path) => [path, hashAt(path) ?? ""]));

/** The files among the values a unit watches. */
export const watchedPaths = (
  ids: readonly string[] | undefined,
  pathOf: (id: string) => string | undefined,
): readonly string[] => (ids ?? []).flatMap((id) => pathOf(id) ?? []);

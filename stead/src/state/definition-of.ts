import { hashOf } from "./hash.ts";
import type { UnitDefinition } from "./observations.ts";
import type { DesiredState, Unit } from "./vocabulary.ts";

/** Hashes of what a unit read when it started (`restart`) and at its last reload (`reload`, and one for each site of a shared unit). */
export type Inputs = Readonly<Record<string, string>>;

/**
 * A unit as the service manager gets it. Its labels tell what it was started from, so that a later plan sees without
 * any memory of its own whether it must start anew (`source`, `restart`) or only read its files again (`reload`).
 */
export const definitionOf = (unit: Unit, inputs: Inputs): UnitDefinition => ({
  ...processOf(unit),
  name: unit.name,
  ...(unit.shared && { shared: unit.shared }),
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

/** The files that a unit reads, by the label under which it notes what they were. Those of one site among several have their own. */
export const watchedPaths = (unit: Unit, desired: DesiredState): Readonly<Record<string, readonly string[]>> => {
  const restart = watched(unit.restartOn, desired);
  const reload = watched(unit.reloadOn, desired);
  if (unit.reads === undefined) return { restart: pathsOf(restart), reload: pathsOf(reload) };
  return {
    restart: pathsOf(restart),
    reload: pathsOf(reload.filter(({ shared }) => shared)),
    [siteLabel(unit.reads)]: pathsOf(reload.filter(({ shared }) => !shared)),
  };
};

/** Under which a shared unit notes what it read of a site. */
export const siteLabel = (site: string): string => `reload ${site}`;

/** Hash of the files a unit reads, each by its path and the hash of what stands there now. */
export const inputsHash = (paths: readonly string[], hashAt: (path: string) => string | undefined): string =>
  hashOf([...paths].sort().map((path) => [path, hashAt(path) ?? ""]));

type Watched = Extract<DesiredState[number], { kind: "file" | "secret" }>;

const watched = (ids: readonly string[] | undefined, desired: DesiredState): readonly Watched[] =>
  (ids ?? []).flatMap((id) => {
    const value = desired.find((candidate) => candidate.id === id);
    return value?.kind === "file" || value?.kind === "secret" ? [value] : [];
  });

const pathsOf = (values: readonly Watched[]): readonly string[] => values.map(({ path }) => path);

import type { HostState } from "../../src/plan/host-state.ts";
import type { ManifestEntry, Observed } from "../../src/plan/observed.ts";
import type { Action, Change } from "../../src/plan/plan.ts";
import { definitionOf, inputsHash, watchedPaths } from "../../src/state/definition-of.ts";
import { hashText } from "../../src/state/hash.ts";
import { instancesHash } from "../../src/state/instances-hash.ts";
import type { Entry } from "../../src/state/observations.ts";
import type { DesiredState, File, Unit, Value } from "../../src/state/vocabulary.ts";

/** A host on which nothing was ever done. */
export const bareHost: Observed = {
  installed: new Set(),
  users: new Set(),
  entries: new Map(),
  met: new Set(),
  units: [],
  manifest: { stead: "", site: "", entries: {} },
};

/** What would be observed after these changes: each does to plain data what it does to a machine. */
export const afterChanges = (state: HostState, changes: readonly Change[]): HostState => {
  const observed = changes.reduce<Observed>((now, { action }) => effect(now, action, state.desired), state.observed);
  const entries = Object.fromEntries(state.desired.flatMap((value) => noted(value, observed)));
  return { ...state, observed: { ...observed, manifest: { ...observed.manifest, entries } } };
};

const effect = (observed: Observed, action: Action, desired: DesiredState): Observed => {
  switch (action.do) {
    case "install":
      return { ...observed, installed: new Set([...observed.installed, ...action.packages.map(({ name }) => name)]) };
    case "user":
      return { ...observed, users: new Set([...observed.users, action.user.name]) };
    case "folder":
      return withEntry(observed, action.folder.path, entry("folder", action.folder));
    case "secret":
      return withEntry(observed, action.secret.path, { ...entry("file", action.secret), hash: "made" });
    case "file":
      return withEntry(observed, action.file.path, { ...entry("file", action.file), hash: contentHash(action.file) });
    case "remove":
      return withEntry(observed, action.path, undefined);
    case "ensure":
      return { ...observed, met: new Set([...observed.met, ...ensuresMade(desired, action)]) };
    case "start":
    case "restart":
    case "reload":
      return withUnit(observed, action.unit, desired);
    case "stop":
      return { ...observed, units: observed.units.filter(({ name }) => name !== action.unit) };
    case "release":
      return { ...observed, release: { id: "r1", instancesHash: instancesHash(action.instances) }, kept: "r1" };
  }
};

const entry = (kind: "file" | "folder", { mode, account = "operator" }: { mode: number; account?: string }): Entry => ({
  kind,
  mode,
  account,
  size: 1,
});

const contentHash = ({ content }: File): string => hashText(typeof content === "string" ? content : "filled in");

const withEntry = (observed: Observed, path: string, standing: Entry | undefined): Observed => ({
  ...observed,
  entries: new Map([...observed.entries, [path, standing]]),
});

const ensuresMade = (desired: DesiredState, action: Extract<Action, { do: "ensure" }>): readonly string[] =>
  desired.flatMap((value) => (value.kind === "ensure" && value.make === action.make ? [value.id] : []));

const withUnit = (observed: Observed, unit: Unit, desired: DesiredState): Observed => {
  const pathOf = (id: string): string | undefined =>
    desired.flatMap((value) => (value.id === id && "path" in value ? [value.path] : []))[0];
  const hash = (ids: readonly string[] | undefined): string =>
    inputsHash(watchedPaths(ids, pathOf), (path) => observed.entries.get(path)?.hash);
  const definition = definitionOf(unit, { restart: hash(unit.restartOn), reload: hash(unit.reloadOn) });
  const running = { name: unit.name, state: "ready" as const, since: 0, restarts: 0, definition };
  return { ...observed, units: [...observed.units.filter(({ name }) => name !== unit.name), running] };
};

const noted = (value: Value, observed: Observed): readonly (readonly [string, ManifestEntry])[] => {
  if (value.kind !== "file" && value.kind !== "folder") return [];
  const hash = observed.entries.get(value.path)?.hash;
  const keep = value.kind === "folder" && value.keep ? { keep: value.keep } : {};
  return [
    [value.id, { kind: value.kind, path: value.path, source: "", ...(hash === undefined ? {} : { hash }), ...keep }],
  ];
};

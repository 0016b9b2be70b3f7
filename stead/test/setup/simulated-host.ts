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

const effect = (observed: Observed, action: Action, desired: DesiredState): Observed =>
  (effects[action.do] as Effect<Action["do"]>)(observed, action, desired);

type Effect<Do extends Action["do"]> = (
  observed: Observed,
  action: Extract<Action, { do: Do }>,
  desired: DesiredState,
) => Observed;

const running = (observed: Observed, { unit }: { readonly unit: Unit }, desired: DesiredState): Observed =>
  withUnit(observed, unit, desired);

const effects: { readonly [Do in Action["do"]]: Effect<Do> } = {
  install: (observed, { packages }) => ({
    ...observed,
    installed: new Set([...observed.installed, ...packages.map(({ name }) => name)]),
  }),
  user: (observed, { user }) => ({ ...observed, users: new Set([...observed.users, user.name]) }),
  folder: (observed, { folder }) => withEntry(observed, folder.path, entry("folder", folder)),
  secret: (observed, { secret }) => withEntry(observed, secret.path, { ...entry("file", secret), hash: "made" }),
  file: (observed, { file }) => withEntry(observed, file.path, { ...entry("file", file), hash: contentHash(file) }),
  remove: (observed, { path }) => withEntry(observed, path, undefined),
  ensure: (observed, action, desired) => ({
    ...observed,
    met: new Set([...observed.met, ...ensuresMade(desired, action)]),
  }),
  start: running,
  restart: running,
  reload: running,
  stop: (observed, { unit }) => ({ ...observed, units: observed.units.filter(({ name }) => name !== unit) }),
  release: (observed, { instances }) => ({
    ...observed,
    release: { id: "r1", instancesHash: instancesHash(instances) },
    kept: "r1",
  }),
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
  const read = Object.entries(watchedPaths(unit, desired)).map(
    ([label, paths]) => [label, inputsHash(paths, (path) => observed.entries.get(path)?.hash)] as const,
  );
  const definition = definitionOf(unit, Object.fromEntries(read));
  const standing = { name: unit.name, state: "ready" as const, since: 0, restarts: 0, definition };
  return { ...observed, units: [...observed.units.filter(({ name }) => name !== unit.name), standing] };
};

const noted = (value: Value, observed: Observed): readonly (readonly [string, ManifestEntry])[] => {
  if (value.kind !== "file" && value.kind !== "folder") return [];
  const hash = observed.entries.get(value.path)?.hash;
  const keep = value.kind === "folder" && value.keep ? { keep: value.keep } : {};
  return [
    [value.id, { kind: value.kind, path: value.path, source: "", ...(hash === undefined ? {} : { hash }), ...keep }],
  ];
};

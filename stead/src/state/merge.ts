import { refuse, type Fault } from "../kernel/errors.ts";
import { hashOf } from "./hash.ts";
import type { DesiredState, Value } from "./vocabulary.ts";

/** What one component wants of a host. */
export interface Part {
  readonly component: string;
  readonly state: DesiredState;
}

/**
 * Joins what the components want of one host, in their order. Two that want the very same value share it; two that want
 * different things under one id, path or unit name clash. Throws STATE_CLASH with every clash, each naming both.
 */
export const mergeStates = (parts: readonly Part[]): DesiredState => {
  const merged = new Map<string, Claim>();
  const claims = new Map<string, Claim>();
  const clashes: Fault[] = [];
  for (const claim of parts.flatMap(claimsOf)) {
    const rival = claim.keys.map((key) => claims.get(key)).find((other) => other && differs(other, claim));
    if (rival) clashes.push(clash(rival, claim));
    for (const key of claim.keys) if (!claims.has(key)) claims.set(key, claim);
    if (!merged.has(claim.value.id)) merged.set(claim.value.id, claim);
  }
  refuse(clashes);
  return [...merged.values()].map(({ value }) => value);
};

/** A value, who wants it, and the names that it takes for itself. */
interface Claim {
  readonly component: string;
  readonly value: Value;
  readonly keys: readonly string[];
}

const claimsOf = ({ component, state }: Part): readonly Claim[] =>
  state.map((value) => ({ component, value, keys: [value.id, ...takenNames(value)] }));

const takenNames = (value: Value): readonly string[] => {
  if ("path" in value) return [`path ${value.path}`];
  return value.kind === "unit" ? [`unit ${value.name}`] : [];
};

/** Words and order do not count, only what would stand on the host. */
const differs = (one: Claim, other: Claim): boolean => hashOf(substance(one.value)) !== hashOf(substance(other.value));

const substance = (value: Value): object => ({ ...value, id: "", says: "", needs: [] });

const clash = (one: Claim, other: Claim): Fault => ({
  code: "STATE_CLASH",
  where: "path" in other.value ? other.value.path : other.value.id,
  what: `${one.component} and ${other.component} want different things of ${other.value.says}.`,
  mend: "Change the setting of one of them, so that they no longer meet.",
});

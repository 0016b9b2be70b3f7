import { SteadError } from "../kernel/errors.ts";
import type { Value } from "../state/vocabulary.ts";
import type { Node } from "./needs-of.ts";

/**
 * Topological order by needs. Among values that may come next, what processes stand on comes first (RANK), then the key:
 * so the order of the input never shows. Needs that name nothing known are taken as met. Throws PLAN_CYCLE.
 */
export const inOrder = (nodes: readonly Node[]): readonly Node[] => {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const left = new Map(nodes.map((node) => [node.key, node.needs.filter((need) => byKey.has(need)).length]));
  const dependents = dependentsOf(nodes);
  const ready = nodes.filter((node) => left.get(node.key) === 0);
  const ordered: Node[] = [];
  while (ready.length > 0) {
    const next = ready.sort(byRank).shift();
    if (!next) break;
    ordered.push(next);
    for (const dependent of dependents.get(next.key) ?? []) {
      const count = (left.get(dependent.key) ?? 0) - 1;
      left.set(dependent.key, count);
      if (count === 0) ready.push(dependent);
    }
  }
  if (ordered.length < byKey.size)
    throw cycleFault(
      nodes.filter((node) => (left.get(node.key) ?? 0) > 0),
      byKey,
    );
  return ordered;
};

/** What is harmless to have comes before what a process notices: a refused configuration then leaves nothing half done. */
const RANK = {
  package: 0,
  user: 1,
  folder: 2,
  secret: 3,
  file: 4,
  ensure: 5,
  unit: 5,
  instances: 5,
} as const satisfies Record<Value["kind"], number>;

const byRank = (left: Node, right: Node): number =>
  RANK[left.value.kind] - RANK[right.value.kind] || (left.key < right.key ? -1 : 1);

const dependentsOf = (nodes: readonly Node[]): ReadonlyMap<string, readonly Node[]> => {
  const dependents = new Map<string, Node[]>();
  for (const node of nodes)
    for (const need of node.needs) {
      const list = dependents.get(need) ?? [];
      list.push(node);
      dependents.set(need, list);
    }
  return dependents;
};

/** Walks from need to need among what could not be ordered: each has one there, so a key must come twice. */
const cycleFault = (stuck: readonly Node[], byKey: ReadonlyMap<string, Node>): SteadError => {
  const among = new Set(stuck.map(({ key }) => key));
  const path: string[] = [];
  let key = [...among].sort()[0] ?? "";
  while (!path.includes(key)) {
    path.push(key);
    key =
      byKey
        .get(key)
        ?.needs.filter((need) => among.has(need))
        .sort()[0] ?? key;
  }
  const cycle = [...path.slice(path.indexOf(key)), key];
  return new SteadError({
    code: "PLAN_CYCLE",
    where: key,
    what: `needs itself: ${cycle.join(" needs ")}.`,
    mend: "Take one of these needs out of the component that states it.",
  });
};

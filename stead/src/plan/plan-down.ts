import type { UnitStatus } from "../state/observations.ts";
import type { HostState } from "./host-state.ts";
import { isNeighboursUnit } from "./neighbours.ts";
import { needsOf, type Node } from "./needs-of.ts";
import { inOrder } from "./order.ts";
import type { Change, Plan } from "./plan.ts";
import { sentences } from "./sentences.ts";

/** Stops everything that runs and that no other site of the host needs, in the reverse of the order it starts in; units nobody wants any more go first. */
export const planDown = (hosts: readonly HostState[]): Plan => {
  const order = inOrder(hosts.flatMap(({ host, desired }) => needsOf(host, desired))).toReversed();
  const stops = hosts.flatMap((state) =>
    state.observed.units
      .filter((unit) => unit.state !== "stopped" && !isNeighboursUnit(state.observed, unit))
      .map((unit) => ({ rank: order.findIndex((node) => runs(node, state.host, unit)), change: stop(state, unit) }))
      .sort((left, right) => left.rank - right.rank || (left.change.id < right.change.id ? -1 : 1)),
  );
  return {
    changes: stops.map(({ change }, index) =>
      index === 0 ? change : { ...change, after: [stops[index - 1]?.change.id ?? ""] },
    ),
  };
};

/** Instances (`app@ID-1`, `worker-NAME@ID-1`) have no value each; theirs is the Instances value. */
const runs = ({ host, value }: Node, wanted: string, unit: UnitStatus): boolean =>
  host === wanted &&
  (unit.name.includes("@") ? value.kind === "instances" : value.kind === "unit" && value.name === unit.name);

const stop = ({ host, desired }: HostState, unit: UnitStatus): Change => {
  const value = desired.find((candidate) => candidate.kind === "unit" && candidate.name === unit.name);
  return {
    id: `${host}/unit:${unit.name}`,
    host,
    says: value ? `Stop ${value.says}` : sentences.stop(unit.name),
    disrupts: value?.kind === "unit" ? value.disrupts : `what ${unit.name} does`,
    action: { do: "stop", unit: unit.name },
  };
};

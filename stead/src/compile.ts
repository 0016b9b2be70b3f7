import type { Component } from "./components/component.ts";
import { components } from "./components/registry.ts";
import type { Spec } from "./spec/spec.ts";
import { baseState } from "./topology/base-state.ts";
import { mergeStates } from "./state/merge.ts";
import type { DesiredState } from "./state/vocabulary.ts";
import { deriveTopology } from "./topology/derive.ts";
import type { Facts } from "./topology/facts.ts";
import type { HostName, Topology } from "./topology/topology.ts";

/** What a spec means on given hosts. */
export interface Compiled {
  readonly topology: Topology;
  readonly desired: ReadonlyMap<HostName, DesiredState>;
}

/**
 * The way of all data: spec and facts become a topology, each component says what it wants of each host, and their
 * wishes are joined. Throws PORT_TAKEN and STATE_CLASH.
 */
export const compile = (
  spec: Spec,
  facts: Readonly<Record<HostName, Facts>>,
  parts: readonly Component[] = components,
): Compiled => {
  const topology = { ...deriveTopology(spec, facts), engines: enginesOf(parts) };
  const desired = Object.values(topology.hosts).map((place): [HostName, DesiredState] => [
    place.name,
    mergeStates([
      { component: "Stead", state: baseState(place) },
      ...parts.map((component) => ({ component: component.name, state: component.desire(topology, place.name) })),
    ]),
  ]);
  return { topology, desired: new Map(desired) };
};

/** By the first word of a program's name: nginx-brotli is a part of nginx. What every server has is no engine of a site. */
const enginesOf = (parts: readonly Component[]): readonly string[] => {
  const programs = parts.filter(({ role }) => role !== "host").flatMap((component) => component.programs);
  return [...new Set(programs.map(({ name }) => name.split("-")[0] ?? name))].toSorted();
};

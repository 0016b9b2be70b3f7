import type { Component } from "../components/component.ts";
import { components } from "../components/registry.ts";
import type { Host } from "../host/host.ts";
import type { HostName, Topology } from "../topology/topology.ts";
import { reportHazards, type HazardReport } from "./check/hazard-report.ts";
import { hostHazards } from "./check/host-hazards.ts";

interface CheckedSite {
  readonly topology: Topology;
  readonly hosts: ReadonlyMap<HostName, Host>;
}

/** Says what would take the site down: asks every component, adds the machines, and measures on the running units. */
export const check = async (site: CheckedSite, parts: readonly Component[] = components): Promise<HazardReport> => {
  const units = await Promise.all(
    [...site.hosts].map(async ([name, host]) => [name, await host.units.status()] as const),
  );
  const hazards = [...hostHazards(site.topology), ...parts.flatMap((component) => component.hazards(site.topology))];
  return reportHazards(site.topology, hazards, new Map(units));
};

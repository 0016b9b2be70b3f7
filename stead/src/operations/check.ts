import type { Component } from "../components/component.ts";
import { components } from "../components/registry.ts";
import type { Exposure, Host } from "../host/host.ts";
import type { Fault } from "../kernel/errors.ts";
import type { DesiredState } from "../state/vocabulary.ts";
import type { HostName } from "../topology/topology.ts";
import { reportHazards, type HazardReport } from "./check/hazard-report.ts";
import { hostHazards } from "./check/host-hazards.ts";
import type { NamedSite } from "./names/asker-of.ts";
import { lookAtNames } from "./names/look-at-names.ts";
import { lackingSecrets } from "./secrets/missing.ts";
import type { NamesReport } from "./names/names-report.ts";

interface CheckedSite extends NamedSite {
  readonly hosts: ReadonlyMap<HostName, Host>;
  readonly desired: ReadonlyMap<HostName, DesiredState>;
}

/** Says what would take the site down: asks every component, adds the machines, and measures on the running units. */
export const check = async (site: CheckedSite, parts: readonly Component[] = components): Promise<CheckReport> => {
  const [units, exposures, names, missing] = await Promise.all([
    Promise.all([...site.hosts].map(async ([name, host]) => [name, await host.units.status()] as const)),
    Promise.all([...site.hosts].map(async ([host, { units: own }]) => exposedOn(host, await own.exposure?.()))),
    lookAtNames(site),
    lackingSecrets(site),
  ]);
  const hazards = [...hostHazards(site.topology), ...parts.flatMap((component) => component.hazards(site.topology))];
  return {
    ...reportHazards(site.topology, hazards, new Map(units)),
    exposures: exposures.flat(),
    missing,
    ...(names && { names }),
  };
};

/** A unit of a host, and what it may do beyond its work. */
export interface Exposed extends Exposure {
  readonly host: HostName;
}

export interface CheckReport extends HazardReport {
  /** Of servers; `local` has no measure of it. */
  readonly exposures: readonly Exposed[];
  /** What the world is told about the domain; absent on `local`. */
  readonly names?: NamesReport;
  /** Secrets that the application wants and nobody set yet: `up` and `deploy` refuse until they are. */
  readonly missing: readonly Fault[];
}

const exposedOn = (host: HostName, exposures: readonly Exposure[] = []): readonly Exposed[] =>
  exposures.map((exposure) => ({ host, ...exposure }));

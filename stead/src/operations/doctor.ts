import type { Component } from "../components/component.ts";
import { components } from "../components/registry.ts";
import { SteadError } from "../kernel/errors.ts";
import { lookAtEngines } from "./doctor/engines.ts";
import type { Look } from "./doctor/examined.ts";
import { fault, ok, type Finding } from "./doctor/finding.ts";
import { looks } from "./doctor/looks.ts";
import { lookAtNode } from "./doctor/machine.ts";
import { findingsOfNames } from "./doctor/names.ts";
import { lookAtNames } from "./names/look-at-names.ts";
import type { OpenSite } from "./open-site.ts";

export interface Diagnosis {
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Examines the machine and the running site, and changes nothing. A site that cannot even be opened (no
 * configuration, a port that is taken) is a finding like any other.
 */
export const doctor = async (
  open: () => Promise<OpenSite>,
  parts: readonly Component[] = components,
): Promise<Diagnosis> => {
  const findings = [lookAtNode(), ...(await open().then(async (site) => examine(site, parts), faultsOf))];
  return { healthy: findings.every(({ verdict }) => verdict !== "fault"), findings };
};

const faultsOf = (error: unknown): readonly Finding[] => {
  if (!(error instanceof SteadError)) throw error;
  return error.faults.map(({ where, what, mend, lines }) => fault(where, what, mend, lines));
};

const examine = async (site: OpenSite, parts: readonly Component[]): Promise<readonly Finding[]> => [
  ok("configuration", `${site.config} is understood.`),
  ...lookAtEngines(site.topology, parts),
  ...(await Promise.all([...site.hosts.keys()].map(async (name) => examineHost(site, name, parts)))).flat(),
  ...findingsOfNames(await lookAtNames(site), site.topology.domain.ascii),
];

const examineHost = async (site: OpenSite, name: string, parts: readonly Component[]): Promise<readonly Finding[]> => {
  const [host, place] = [site.hosts.get(name), site.topology.hosts[name]];
  if (!host || !place) return [];
  const runs = (await host.units.status()).some(({ pid }) => pid !== undefined);
  const all: readonly Look[] = Object.values(looks);
  return (await Promise.all(all.map(async (look) => look({ site, host, place, parts, runs })))).flat();
};

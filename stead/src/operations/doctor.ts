import type { Component } from "../components/component.ts";
import { components } from "../components/registry.ts";
import { SteadError } from "../kernel/errors.ts";
import { makeCheck } from "./doctor/answers.ts";
import { lookAtEngines } from "./doctor/engines.ts";
import { fault, ok, type Finding } from "./doctor/finding.ts";
import { lookAtClock, lookAtDisk, lookAtNode } from "./doctor/machine.ts";
import { lookAtOpenPorts } from "./doctor/open-ports.ts";
import { lookAtAbandoned, lookAtLeftovers, lookAtPermissions } from "./doctor/places.ts";
import { lookAtUnits } from "./doctor/units.ts";
import { isServer } from "../topology/servers.ts";
import type { HostPlace } from "../topology/topology.ts";
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
];

const examineHost = async (site: OpenSite, name: string, parts: readonly Component[]): Promise<readonly Finding[]> => {
  const [host, place] = [site.hosts.get(name), site.topology.hosts[name]];
  if (!host || !place) return [];
  const units = await host.units.status();
  const runs = units.some(({ pid }) => pid !== undefined);
  const checks = runs
    ? parts.flatMap((part) => part.checks(site.topology, name).map((check) => ({ part: part.name, check })))
    : [];
  const { http, dns } = place.ports;
  return [
    ok(
      "ports",
      runs ? `The site has ${http} (HTTP) and ${dns} (DNS).` : `${http} (HTTP) and ${dns} (DNS) are free for the site.`,
    ),
    await lookAtDisk(host),
    await lookAtClock(host),
    ...(await lookAtOpenPorts(site.topology, place, host, parts)),
    ...(await lookAtPermissions(host, place)),
    ...(await lookAtLeftovers(host, place)),
    ...(await lookAtAbandoned(host)),
    ...(await lookAtUnits(host)),
    ...(await Promise.all(checks.map(async ({ part, check }) => makeCheck(part, check, host, nodeOn(place))))),
  ];
};

/** Of the serving release of a server. */
const nodeOn = (place: HostPlace): string | undefined =>
  isServer(place) ? `${place.paths.current}/release/node` : undefined;

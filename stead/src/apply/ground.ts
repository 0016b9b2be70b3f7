import type { Host } from "../host/host.ts";
import type { Report } from "../kernel/report.ts";
import type { Builder } from "../release/release.ts";
import type { HostState } from "../plan/host-state.ts";
import type { HostName, HostPlace, Topology } from "../topology/topology.ts";
import type { ApplyLog } from "./log.ts";

/** What a plan is performed on. */
export interface Ground {
  readonly site: Topology;
  /** The folder of the site on the operator's machine. */
  readonly folder: string;
  readonly hosts: ReadonlyMap<HostName, Host>;
  /** Where releases are built, when not on a host of the site itself. */
  readonly builder?: Builder;
  /** What the plan was made from. */
  readonly states: readonly HostState[];
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly log: ApplyLog;
}

/** One host of the ground, with all that is known of it. */
export interface PlannedHost {
  readonly host: Host;
  readonly place: HostPlace;
  readonly state: HostState;
}

/** The hosts that the plan was made for. */
export const planHosts = (ground: Ground): readonly PlannedHost[] =>
  ground.states.map(({ host }) => plannedHost(ground, host));

export const plannedHost = (ground: Ground, name: HostName): PlannedHost => {
  const host = ground.hosts.get(name);
  const place = ground.site.hosts[name];
  const state = ground.states.find((candidate) => candidate.host === name);
  if (host && place && state) return { host, place, state };
  throw new TypeError(`The plan names the host ${name}, which it was not made for.`);
};

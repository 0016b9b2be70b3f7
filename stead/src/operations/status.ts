import { planFor } from "../plan/plan-for.ts";
import { SteadError, type Fault } from "../kernel/errors.ts";
import type { HostState } from "../plan/host-state.ts";
import type { UnitStatus } from "../state/observations.ts";
import { addressesOf } from "./addresses-of.ts";
import { readMaintenance, type Maintenance } from "./maintenance.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";
import { sayPlan, type SaidChange } from "./plan.ts";

/** How a site is, as plain data. */
export interface SiteStatus {
  readonly site: string;
  readonly environment: string;
  readonly addresses: readonly string[];
  readonly hosts: readonly HostStatus[];
  /** What `up` would do now; empty: everything is as the spec says. */
  readonly changes: readonly SaidChange[];
  /** Why no plan can be made, such as a foreign file in the way. */
  readonly faults: readonly Fault[];
}

export interface HostStatus {
  readonly host: string;
  /** The serving release. */
  readonly release?: string;
  readonly maintenance?: Maintenance;
  readonly units: readonly UnitLine[];
  /** Bytes of resident memory of all units. */
  readonly memoryBytes: number;
}

export interface UnitLine {
  readonly name: string;
  readonly state: UnitStatus["state"];
  readonly pid?: number;
  /** ISO 8601. */
  readonly since: string;
  readonly restarts: number;
  readonly memoryBytes?: number;
  readonly startSeconds?: number;
  readonly lastExit?: string;
  /** When a cron job runs next (ISO 8601). */
  readonly next?: string;
  readonly lastRun?: UnitStatus["lastRun"];
}

/** Looks at a site: what runs, since when, with which release, and whether it is what the spec says. Touches nothing. */
export const status = async (site: OpenSite): Promise<SiteStatus> => {
  const states = await observeSite(site);
  return {
    site: site.topology.domain.unicode,
    environment: site.environment,
    addresses: addressesOf(site.topology),
    hosts: await Promise.all(states.map((state) => hostStatus(site, state))),
    ...differences(states),
  };
};

const hostStatus = async (site: OpenSite, { host, observed }: HostState): Promise<HostStatus> => {
  const handle = site.hosts.get(host);
  const place = site.topology.hosts[host];
  const maintenance = handle && place && (await readMaintenance(handle, place));
  return {
    host,
    ...(observed.release && { release: observed.release.id }),
    ...(maintenance && { maintenance }),
    units: observed.units.map(unitLine),
    memoryBytes: observed.units.reduce((sum, unit) => sum + (unit.memoryBytes ?? 0), 0),
  };
};

const unitLine = (unit: UnitStatus): UnitLine => ({
  name: unit.name,
  state: unit.state,
  ...(unit.pid !== undefined && { pid: unit.pid }),
  since: new Date(unit.since).toISOString(),
  restarts: unit.restarts,
  ...(unit.memoryBytes !== undefined && { memoryBytes: unit.memoryBytes }),
  ...(unit.startSeconds !== undefined && { startSeconds: unit.startSeconds }),
  ...(unit.lastExit !== undefined && { lastExit: unit.lastExit }),
  ...(unit.next !== undefined && { next: new Date(unit.next).toISOString() }),
  ...(unit.lastRun && { lastRun: unit.lastRun }),
});

const differences = (states: readonly HostState[]): Pick<SiteStatus, "changes" | "faults"> => {
  try {
    return { changes: sayPlan(planFor(states)).changes, faults: [] };
  } catch (error) {
    if (error instanceof SteadError) return { changes: [], faults: error.faults };
    throw error;
  }
};

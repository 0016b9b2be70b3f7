import type { Hazard } from "../../components/component.ts";
import type { UnitStatus } from "../../state/observations.ts";
import type { HostName, Topology } from "../../topology/topology.ts";

/** What would take the site down, what care for it costs, and what bounds it. Plain data. */
export interface HazardReport {
  readonly site: string;
  readonly environment: string;
  /** Whether anything was measured: the site runs. */
  readonly running: boolean;
  readonly losses: readonly Hazard[];
  readonly maintenance: readonly Care[];
  readonly growth: readonly Limit[];
}

/** A hazard of maintenance, with what it costs. */
export interface Care extends Hazard {
  /** Seconds until it serves again; 0: nothing is interrupted; absent: not known. */
  readonly seconds?: number;
  /** ISO 8601: when that was measured, on this very site. */
  readonly measured?: string;
  /** What the number leaves out. */
  readonly besides?: string;
}

/** A hazard of growth, with what is used of it now where that is known. */
export interface Limit extends Hazard {
  /** Bytes of memory that the site's processes use. */
  readonly usedBytes?: number;
}

/** Joins hazards with what was measured on the running site. */
export const reportHazards = (
  site: Topology,
  hazards: readonly Hazard[],
  units: ReadonlyMap<HostName, readonly UnitStatus[]>,
): HazardReport => ({
  site: site.domain.unicode,
  environment: site.environment,
  running: [...units.values()].flat().some(({ state }) => state === "ready"),
  losses: hazards.filter(({ kind }) => kind === "loss"),
  maintenance: hazards
    .filter(({ kind }) => kind === "maintenance")
    .map((hazard) => withCost(hazard, units.get(hazard.host) ?? []))
    .toSorted((left, right) => (left.seconds ?? Infinity) - (right.seconds ?? Infinity)),
  growth: hazards
    .filter(({ kind }) => kind === "growth")
    .map((hazard) => withUse(hazard, units.get(hazard.host) ?? [])),
});

const withCost = (hazard: Hazard, units: readonly UnitStatus[]): Care => {
  if (hazard.id === "maintenance:deploy") return { ...hazard, seconds: 0 };
  if (hazard.id === "maintenance:reboot")
    return { ...hazard, ...afterReboot(units), besides: "the machine's own boot, which Stead does not measure" };
  return {
    ...hazard,
    ...slowest(units.filter(({ name }) => name === hazard.unit || name.split("@")[0] === hazard.unit)),
  };
};

type Cost = Pick<Care, "seconds" | "measured">;

/** Units of one name start side by side: the slowest counts. */
const slowest = (units: readonly UnitStatus[]): Cost => {
  const [last] = units.filter(isMeasured).toSorted((left, right) => right.startSeconds - left.startSeconds);
  return last ? { seconds: last.startSeconds, measured: new Date(last.since).toISOString() } : {};
};

/** Engines start one after another, instances of the application side by side after them. */
const afterReboot = (units: readonly UnitStatus[]): Cost => {
  const groups = Map.groupBy(units.filter(isMeasured), ({ name }) => (name.includes("@") ? "application" : name));
  const costs = [...groups.values()].map((group) => slowest(group));
  const newest = costs
    .map(({ measured }) => measured ?? "")
    .toSorted()
    .at(-1);
  return costs.length === 0 || newest === undefined
    ? {}
    : { seconds: costs.reduce((sum, { seconds = 0 }) => sum + seconds, 0), measured: newest };
};

const isMeasured = (unit: UnitStatus): unit is UnitStatus & { readonly startSeconds: number } =>
  unit.startSeconds !== undefined && unit.state === "ready";

const withUse = (hazard: Hazard, units: readonly UnitStatus[]): Limit => {
  const bytes = units.reduce((sum, { memoryBytes = 0 }) => sum + memoryBytes, 0);
  return hazard.id === "growth:memory" && bytes > 0 ? { ...hazard, usedBytes: bytes } : hazard;
};

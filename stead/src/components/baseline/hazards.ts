import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";

/** None: what it does can wait for a day. */
export const baselineHazards = (_site: Topology): readonly Hazard[] => [];

import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";

/** None: no visitor comes in by SSH. */
export const sshdHazards = (_site: Topology): readonly Hazard[] => [];

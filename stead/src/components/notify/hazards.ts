import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";

/** None of its own: whoever is not told notices later, which is what the other hazards cost then. */
export const notifyHazards = (_site: Topology): readonly Hazard[] => [];

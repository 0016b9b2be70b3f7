import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";

/** None of its own: what it means to have no backup is told where the database's loss is. */
export const backupHazards = (_site: Topology): readonly Hazard[] => [];

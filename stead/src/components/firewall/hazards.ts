import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";

/** None: without it every port of the engines answers as before, and the others are on loopback and sockets. */
export const firewallHazards = (_site: Topology): readonly Hazard[] => [];

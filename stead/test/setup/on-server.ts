import type { Topology } from "../../src/topology/topology.ts";
import type { SiteOnDisk } from "./site-on-disk.ts";

/** The same site as a server would have it, on loopback and in its own folder: for an engine that is more there. */
export const onServer = ({ topology, place }: SiteOnDisk, settings: object = {}): Topology => ({
  ...topology,
  settings: { ...topology.settings, ...settings },
  hosts: { web1: { ...place, name: "web1", services: "systemd", addresses: { v4: "127.0.0.1" } } },
});

import type { Host } from "../host/host.ts";
import type { HostName } from "../topology/topology.ts";

/** Whether any process of the site lives on any of its hosts. */
export const isRunning = async (site: { readonly hosts: ReadonlyMap<HostName, Host> }): Promise<boolean> => {
  const units = await Promise.all([...site.hosts.values()].map(async (host) => host.units.status()));
  return units.flat().some(({ pid }) => pid !== undefined);
};

import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { candidateFolder } from "./verify.ts";

/** Removes what a killed verb left in a host's folder of configurations; tells what it removed. The caller holds the lock. */
export const clearCandidates = async (host: Host, place: HostPlace): Promise<readonly string[]> => {
  const folder = `${place.paths.etc}/${candidateFolder}`;
  if ((await host.files.look([folder])).get(folder) === undefined) return [];
  await host.files.remove(folder);
  return ["Cleared configurations that an interrupted command was trying."];
};

import type { Facts } from "../topology/facts.ts";

/** Ports that other sites are about to listen on, as host/local/claim-ports.ts names them. `run`: the folder of this site's sockets. */
export const claimedPorts = (sockets: string, run: string): Facts["taken"] =>
  [...sockets.matchAll(/@stead\/port\/(\d+)\/of(\/.+)$/gm)]
    .filter(([, , owner]) => owner !== run)
    .map(([, port]) => ({ port: Number(port), by: "another site, which is just coming up," }));

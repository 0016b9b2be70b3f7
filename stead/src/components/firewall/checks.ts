import { isServer } from "../../topology/servers.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check } from "../component.ts";
import { programPath } from "./paths.ts";

/** That the kernel has the table as Stead wrote it, and that a boot would load the same. */
export const firewallChecks = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  if (!place || !isServer(place)) return [];
  const mend = "`stead up` loads it again.";
  return [{ kind: "command", says: "The firewall is in force as written", run: ["/bin/sh", "-c", COMPARE], mend }];
};

const COMPARE = `${programPath} check || { echo 'the table "inet stead" is not what stead up loaded' >&2; exit 1; }`;

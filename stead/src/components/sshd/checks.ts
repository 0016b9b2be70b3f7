import { isServer } from "../../topology/servers.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check } from "../component.ts";
import { keysOnly } from "./desire.ts";
import { programPath } from "./paths.ts";

/** That sshd really goes by the drop-in: a configuration of one's own may not include it, or decide before it. */
export const sshdChecks = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  if (!place || !isServer(place)) return [];
  const inForce: Check = {
    kind: "command",
    says: "sshd has taken in its settings",
    run: ["/bin/sh", "-c", `${programPath} check || { echo 'they are not what stead up wrote' >&2; exit 1; }`],
    mend: "`stead up` puts them in place again.",
  };
  const keys: Check = {
    kind: "command",
    says: "SSH lets people in with keys only",
    run: ["/bin/sh", "-c", KEYS_ONLY],
    mend: "Let /etc/ssh/sshd_config begin with: Include /etc/ssh/sshd_config.d/*.conf",
  };
  return keysOnly(site, place) ? [inForce, keys] : [inForce];
};

const KEYS_ONLY = `
/usr/sbin/sshd -T | grep -qx 'passwordauthentication no' && exit
echo '/etc/ssh/sshd_config does not go by sshd_config.d/00-stead.conf' >&2
exit 1
`;

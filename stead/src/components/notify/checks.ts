import { isServer } from "../../topology/servers.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check } from "../component.ts";
import { tells } from "./desire.ts";

/** That the hourly look is on and went well. Whether its words arrive shows a test: `bin/notify test`. */
export const notifyChecks = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  if (!place || !isServer(place) || !tells(site)) return [];
  const unit = `stead-watch-${site.site}`;
  const text = `systemctl --quiet is-active "$1.timer" && ! systemctl --quiet is-failed "$1.service"`;
  return [
    {
      kind: "command",
      says: "Somebody is told when something goes wrong",
      run: ["/bin/sh", "-c", text, "look", unit],
      mend: `\`stead up\` sets it up again; on the server: journalctl -u ${unit}`,
    },
  ];
};

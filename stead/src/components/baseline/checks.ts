import { settingsOf } from "../../spec/settings-of.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check } from "../component.ts";
import { clockProgram } from "../../topology/watched.ts";
import { baselineSettings } from "./settings.ts";

/** That the clock is right, and by how much; that security upgrades come by themselves. */
export const baselineChecks = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  if (!place || !isServer(place)) return [];
  const { upgrades } = settingsOf(site, baselineSettings).baseline;
  const clock: Check = { kind: "command", says: "The clock is right", run: [clockProgram], tells: true, mend: CLOCK };
  const upgraded: Check = {
    kind: "command",
    says: "Security upgrades come by themselves",
    run: ["/bin/sh", "-ec", UPGRADED],
    mend: "On the server: systemctl unmask apt-daily.timer apt-daily-upgrade.timer; then enable both with --now.",
  };
  return upgrades ? [clock, upgraded] : [clock];
};

const CLOCK = "See on the server whether its time servers answer: `chronyc sources`, or `timedatectl timesync-status`.";

const UPGRADED = `
for timer in apt-daily apt-daily-upgrade; do
  systemctl --quiet is-enabled "$timer.timer" || { echo "$timer.timer is not enabled" >&2; exit 1; }
done
[ "$(apt-config shell on APT::Periodic::Unattended-Upgrade)" = "on='1'" ] ||
  { echo 'APT::Periodic::Unattended-Upgrade is not 1 (apt-config dump)' >&2; exit 1; }
`;

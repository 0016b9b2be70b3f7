import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check } from "../component.ts";
import { certificateProgram } from "../../topology/certificate.ts";
import { hasCertificate } from "./desire.ts";

/** That the certificate is the authority's and young enough, and that something renews it. */
export const tlsChecks = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  if (!place || !hasCertificate(place)) return [];
  const unit = `stead-${site.site}-certificate`;
  const renews = 'systemctl --quiet is-active "$1.timer" && ! systemctl --quiet is-failed "$1.service"';
  return [
    {
      kind: "command",
      says: "The certificate counts",
      run: [certificateProgram(place), "tell"],
      tells: true,
      mend: `\`stead up\` asks the authority again; on the server: journalctl -u ${unit}`,
    },
    {
      kind: "command",
      says: "The certificate is renewed in time",
      run: ["/bin/sh", "-c", renews, "look", unit],
      mend: `On the server, journalctl -u ${unit} tells why not; \`stead up\` sets the timer up again.`,
    },
  ];
};

import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check } from "../component.ts";

/** The name server's answers: the domain's addresses, and `www` as a CNAME to it. Names without the last dot. */
export const knotChecks = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  const address = place?.addresses.v4 ?? place?.addresses.v6;
  if (!place?.roles.includes("dns") || address === undefined) return [];
  const at = { address, port: place.ports.dns };
  const { ascii, unicode } = site.domain;
  const visitors = Object.values(site.hosts).find(({ roles }) => roles.includes("balancer") || roles.includes("web"));
  const answer = (name: string, type: "A" | "AAAA" | "CNAME", expect: string): Check => ({
    kind: "dns",
    says: `${name} is ${expect} (${type})`,
    at,
    name,
    type,
    expect,
  });
  return [
    ...(visitors?.addresses.v4 === undefined ? [] : [answer(ascii, "A", visitors.addresses.v4)]),
    ...(visitors?.addresses.v6 === undefined ? [] : [answer(ascii, "AAAA", visitors.addresses.v6)]),
    { ...answer(`www.${ascii}`, "CNAME", ascii), says: `www.${unicode} leads to ${unicode}` },
  ];
};

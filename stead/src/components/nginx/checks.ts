import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check } from "../component.ts";

/** Answers that show a working site: a page, a redirect, or the application's own refusal. */
const ALIVE = [200, 204, 301, 302, 303, 307, 308, 401, 403, 404];

/** The start page under its public name, and the redirect towards that name. */
export const nginxChecks = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  const [canonical] = site.names.canonical;
  const [other] = site.names.redirected;
  if (!place?.roles.includes("web") || canonical === undefined) return [];
  const { v4, v6 } = place.addresses;
  const [address] = [v4, v6].filter((one) => one !== undefined);
  if (address === undefined) return [];
  const { http, https } = place.ports;
  const at = { address, port: https ?? http };
  const encrypted = https === undefined ? {} : ({ encrypted: true } as const);
  return [
    {
      kind: "http",
      says: `${canonical} answers on ${address}`,
      at,
      ...encrypted,
      host: canonical,
      path: "/",
      expect: ALIVE,
    },
    ...(other
      ? [
          {
            kind: "http",
            says: `${other.from} leads to ${other.to}`,
            at,
            ...encrypted,
            host: other.from,
            path: "/",
            expect: [308],
          } as const,
        ]
      : []),
  ];
};

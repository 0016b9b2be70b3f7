import type { Topology } from "../topology/topology.ts";

/** Where a visitor opens the site: on `local` the names that any browser resolves to this machine, then the address. */
export const addressesOf = ({ names, hosts, environment }: Topology): readonly string[] => {
  const ports = [...new Set(Object.values(hosts).map(({ ports: { http, https } }) => https ?? http))];
  const shown =
    environment === "local"
      ? [...names.canonical.filter((name) => name.endsWith(".localhost")), "localhost"]
      : names.canonical.slice(0, 1);
  return ports.flatMap((port) =>
    shown.map((name) => (port === 443 ? `https://${name}` : `http://${name}${port === 80 ? "" : `:${port}`}`)),
  );
};

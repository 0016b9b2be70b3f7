import type { HostName, HostPlace, Topology } from "./topology.ts";

/** The hosts that are servers: machines with systemd, which Stead cares for as a whole, whatever roles they have. */
export const servers = (site: Topology): readonly HostName[] =>
  Object.values(site.hosts)
    .filter(isServer)
    .map(({ name }) => name);

export const isServer = ({ services }: Pick<HostPlace, "services">): boolean => services === "systemd";

/** The value after which a server's firewall is in force: changes that could cut the way to a server are made one after another. */
export const firewallReady = "ensure:firewall";

/** What Stead writes for a server as a whole, the same whichever site wrote it. */
export const serverFolder = "/etc/stead/host";

/** The units of the engines that all sites of a server share, as systemd knows them. */
export const webServerService = "stead-host-nginx.service";
export const nameServerService = "stead-host-knot.service";

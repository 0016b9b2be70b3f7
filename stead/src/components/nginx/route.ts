import type { HostName, Topology } from "../../topology/topology.ts";
import { ownedBy } from "../../topology/account.ts";
import type { Route } from "../component.ts";
import { sitePlace } from "./site-place.ts";

/** The upstream's servers of an application that listens on ports: nginx.conf includes this file. */
export const nginxRoute = (site: Topology, host: HostName, ports: readonly number[]): Route | undefined => {
  const place = site.hosts[host];
  if (!place?.roles.includes("web") || site.app?.port !== true) return undefined;
  return {
    path: `${sitePlace(site, place).folders.upstream}/servers.conf`,
    content: ports.map((port) => `server 127.0.0.1:${port} max_fails=0;\n`).join(""),
    mode: 0o644,
    ...ownedBy(place, "web"),
    unit: "nginx",
  };
};

import type { HostName, Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";
import { WORKER_CONNECTIONS } from "./process-conf.ts";

/** What the loss, the care and the limits of nginx mean, for each host that serves the website. */
export const nginxHazards = (site: Topology): readonly Hazard[] => {
  const hosts = webHosts(site);
  return hosts.flatMap((host) => [
    ...(hosts.length === 1 ? [loss(site, host)] : []),
    restart(site, host),
    connections(site, host),
  ]);
};

/** The hosts that serve the website. */
export const webHosts = (site: Topology): readonly HostName[] =>
  Object.values(site.hosts)
    .filter(({ roles }) => roles.includes("web"))
    .map(({ name }) => name);

const allOf = (site: Topology): Hazard["fails"] => (site.app ? ["static", "page", "write"] : ["static", "page"]);

const loss = (site: Topology, host: HostName): Hazard => ({
  id: "unit:nginx",
  kind: "loss",
  host,
  unit: "nginx",
  what: `nginx on ${host}`,
  effect: "Every page and every file fails: all requests come in through it.",
  cure: "A second web server with a balancer in front of both.",
  fails: allOf(site),
});

const restart = (site: Topology, host: HostName): Hazard => ({
  id: "maintenance:nginx",
  kind: "maintenance",
  host,
  unit: "nginx",
  what: `A restart of nginx on ${host}`,
  effect: "Requests are refused until it listens again. Changed settings and releases need no restart.",
  cure: "A second web server: then one restarts while the other serves.",
  fails: allOf(site),
});

/** A proxied request takes two connections: the visitor's and the application's. */
const connections = (site: Topology, host: HostName): Hazard => {
  const all = (site.hosts[host]?.facts.cores ?? 1) * WORKER_CONNECTIONS;
  return {
    id: "growth:connections",
    kind: "growth",
    host,
    what: `Connections to nginx on ${host}`,
    effect: `At most ${all} at a time, which is ${site.app ? all / 2 : all} visitors; further ones wait or are refused.`,
    cure: "More cores, or a second web server.",
    fails: [],
  };
};

import type { HostName, Topology } from "../../topology/topology.ts";
import type { Check, Component } from "../component.ts";
import { desireApp, releaseHosts } from "./desire.ts";
import { appHazards } from "./hazards.ts";

/** The application: what each of its releases runs. Its settings are the core's, because several rooms need them. */
export const app = {
  name: "app",
  role: "app",
  settings: {},
  programs: [],
  place: releaseHosts,
  desire: desireApp,
  checks: (site, host) => (site.app && releaseHosts(site).includes(host) ? healthy(site, host) : []),
  hazards: appHazards,
} satisfies Component;

/** Asks instance 1 itself, so that nginx and its cache are not what answers. With `port: true` its unit's probe tells. */
const healthy = (site: Topology, host: HostName): readonly Check[] => {
  const place = site.hosts[host];
  if (!place || !site.app || site.app.port) return [];
  return [
    {
      kind: "http",
      says: "The application is healthy",
      at: { socket: `${place.paths.current}/1.sock` },
      host: site.names.canonical[0] ?? site.domain.ascii,
      path: site.app.health,
      expect: [200],
    },
  ];
};

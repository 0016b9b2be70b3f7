import type { Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";
import { releaseHosts } from "./desire.ts";

/** What the loss of the application means, what a deploy costs, and what bounds how much it can do. */
export const appHazards = (site: Topology): readonly Hazard[] =>
  releaseHosts(site).flatMap((host) => [deploy(host), ...(site.app ? running(host, site.app.instances) : [])]);

const deploy = (host: string): Hazard => ({
  id: "maintenance:deploy",
  kind: "maintenance",
  host,
  what: `A deploy on ${host}`,
  effect: "None: the new release answers before the old one ends.",
  cure: "Nothing to remove.",
  fails: [],
});

const running = (host: string, instances: number): readonly Hazard[] => [
  {
    id: "unit:app",
    kind: "loss",
    unit: "app",
    host,
    what: `All instances of the application on ${host}`,
    effect: "Every page that is not in the cache fails. Static files go on.",
    cure: "A second server with the role app.",
    fails: ["page", "write"],
  },
  ...(instances > 1 ? [] : [lonelyInstance(host)]),
  {
    id: "growth:app-cpu",
    kind: "growth",
    host,
    what: `The application's instances on ${host}`,
    effect: `${instances} ${instances === 1 ? "process works" : "processes work"} on one core each (app.instances); beyond that, requests wait.`,
    cure: "Raise app.instances up to the number of cores, or add a server with the role app.",
    fails: ["page"],
  },
];

const lonelyInstance = (host: string): Hazard => ({
  id: "unit:app-1",
  kind: "loss",
  unit: "app",
  host,
  what: `The only instance of the application on ${host}`,
  effect: "When it crashes, pages fail until it is started again.",
  cure: "app.instances: 2 or more.",
  fails: ["page", "write"],
});

import type { HostName, Topology } from "../../topology/topology.ts";
import type { Hazard } from "../component.ts";
import { isServer } from "../../topology/servers.ts";
import { secondariesOf } from "./transfers.ts";
import { dnsHosts } from "./zone.ts";

/** What the loss and the care of a name server mean. With two, resolvers ask the other. */
export const knotHazards = (site: Topology): readonly Hazard[] => {
  const hosts = dnsHosts(site).map(({ name }) => name);
  const others = dnsHosts(site).some(isServer) ? secondariesOf(site) : [];
  return hosts.length + others.length === 1 ? hosts.flatMap((host) => [loss(host), restart(host)]) : [];
};

/** Registries want two, too (RFC 2182, 5). */
const CURE = "A second name server: one of somebody else's, named in secondaries, or another server.";

const loss = (host: HostName): Hazard => ({
  id: "unit:knot",
  kind: "loss",
  host,
  unit: "knot",
  what: `Knot on ${host}`,
  effect:
    "The domain's names are no longer answered: only visitors whose resolver still knows them find the site, for an hour at most.",
  cure: CURE,
  fails: ["name"],
});

const restart = (host: HostName): Hazard => ({
  id: "maintenance:knot",
  kind: "maintenance",
  host,
  unit: "knot",
  what: `A restart of Knot on ${host}`,
  effect: "Names are not answered until it is back; resolvers ask again. Changed records need no restart.",
  cure: CURE,
  fails: ["name"],
});

import { runFolder } from "./account.ts";
import { isServer } from "./servers.ts";
import type { HostPlace, Topology } from "./topology.ts";

/**
 * Where an authority looks for the proof that a domain is ours (DNS-01, RFC 8555, 8.4). It is a zone of its own, which only the
 * server changes: a reload of the domain's zone would take away what was put there meanwhile. The same name below www and below each
 * alias is a CNAME to it.
 */
export const CHALLENGES = "_acme-challenge";

export const challengeZone = ({ domain }: Pick<Topology, "domain">): string => `${CHALLENGES}.${domain.ascii}`;

/** The hosts that serve it: those with the role dns that are servers. */
export const challengeHosts = (site: Topology): readonly HostPlace[] =>
  Object.values(site.hosts).filter((place) => isServer(place) && place.roles.includes("dns"));

/** Run as root on such a host: `SCRIPT set TEXT` puts a proof there, `SCRIPT clear TEXT` takes it away. It returns when it is answered. */
export const challengeScript = ({ paths }: HostPlace): string => `${paths.etc}/knot/challenge`;

/** The value after which it can be used. */
export const challengesReady = "ensure:knot/challenges";

/** The secret that lets others change it over the network (RFC 2136, signed by RFC 8945, hmac-sha256), and the key's own name. */
export const challengeSecret = "dns-challenges";
export const challengeKeyName = (site: Pick<Topology, "domain">): string => `challenges.${site.domain.ascii}`;

/** Where Knot takes commands. */
export const knotSocket = (place: HostPlace): string => `${runFolder(place, "dns")}/knot.sock`;

import type { Delegation } from "./delegation.ts";
import { internet, LAB_ZONE } from "./places.ts";
import { router } from "../network.ts";

/** A zone above the sites', with what is delegated from it. */
export interface ParentZone {
  /** Without the last dot; "" is the root. */
  readonly name: string;
  readonly children: readonly Delegation[];
}

/**
 * The zones that lie above the given domains, the root first: com, the lab's own, and what else it takes. Each is delegated
 * from the nearest one above it. `ds`: the DS data of these zones themselves, by name.
 */
export const parentZones = (
  delegations: readonly Delegation[],
  ds: ReadonlyMap<string, readonly string[]>,
): readonly ParentZone[] => {
  const own = new Set(delegations.map(({ domain }) => domain));
  const above = delegations.map(({ domain }) => parentOf(domain)).filter((name) => name !== "" && !own.has(name));
  const names = [...new Set(["com", LAB_ZONE, ...above])].filter((name) => !own.has(name));
  const registries = names.map((domain) => ({ domain, nameServers: [registry], ds: ds.get(domain) ?? [] }));
  const all = [...registries, ...delegations.filter(({ domain }) => !isBelowAny(domain, own))];
  return ["", ...names].map((name) => ({
    name,
    children: all.filter(({ domain }) => domain !== name && nearestAbove(domain, names) === name),
  }));
};

/** Seconds. Real registries keep delegations for a day or two; here somebody waits for the change. */
const TTL = 300;

/** How long resolvers remember that something does not exist (RFC 2308): short, because `up` is about to make it. */
const NEGATIVE_TTL = 5;

/** The zone file. Signatures and serial numbers are the name server's business. */
export const zoneFile = ({ name, children }: ParentZone): string => {
  const server = name === "" ? rootServer : registry;
  return [
    `$ORIGIN ${name}.`,
    `$TTL ${TTL}`,
    `@ SOA ${server.name}. hostmaster.${LAB_ZONE}. 1 3600 600 604800 ${NEGATIVE_TTL}`,
    `@ NS ${server.name}.`,
    ...(name === "" ? [rootServer, registry].flatMap(glue) : []),
    ...(name === LAB_ZONE ? [rootServer, registry, provider, acme, resolver].flatMap(glue) : []),
    ...children.flatMap(({ domain, nameServers, ds }) => [
      ...nameServers.map((one) => `${domain}. NS ${one.name}.`),
      ...nameServers.filter((one) => isBelow(one.name, domain)).flatMap(glue),
      ...ds.map((data) => `${domain}. DS ${data}`),
    ]),
    "",
  ].join("\n");
};

const named = (name: string, { v4, v6 }: { readonly v4: string; readonly v6: string }) => ({
  name: `${name}.${LAB_ZONE}`,
  addresses: [v4, v6],
});

const rootServer = named("root", internet.root);
const registry = named("registry", internet.registry);
const provider = named("provider", internet.provider);
const acme = named("acme", router);
const resolver = named("resolver", router);

const glue = ({ name, addresses }: Delegation["nameServers"][number]): readonly string[] =>
  addresses.map((address) => `${name}. ${address.includes(":") ? "AAAA" : "A"} ${address}`);

const parentOf = (domain: string): string => domain.split(".").slice(1).join(".");

const isBelow = (name: string, domain: string): boolean => name.endsWith(`.${domain}`);

/** A domain below another site's is that site's to delegate. */
const isBelowAny = (domain: string, domains: ReadonlySet<string>): boolean =>
  [...domains].some((other) => isBelow(domain, other));

const nearestAbove = (domain: string, zones: readonly string[]): string =>
  zones.filter((zone) => isBelow(domain, zone)).toSorted((one, other) => other.length - one.length)[0] ?? "";

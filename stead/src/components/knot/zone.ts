import { settingsOf } from "../../spec/settings-of.ts";
import { nameServerName } from "../../topology/name-servers.ts";
import type { HostPlace, RoleName, Topology } from "../../topology/topology.ts";
import { ruleOf, toAscii, type RecordWish } from "./record-types.ts";
import { knotSettings } from "./settings.ts";

/** One record, ready for the zone file. */
export interface ZoneRecord {
  /** ASCII, seen from the zone; `@` for the zone itself. */
  readonly name: string;
  readonly ttl: number;
  readonly type: string;
  readonly data: string;
}

/** A record and where it came from: an index of the setting `records`, or Stead itself. */
export interface TracedRecord extends ZoneRecord {
  readonly from: number | "stead";
}

/**
 * Seconds. What moves with a server is kept for an hour, what stays for a day. Refresh, retry and expire of the SOA are
 * for secondaries (RFC 1912, 2.2); the last number is how long resolvers remember that a name does not exist.
 */
const TTL = { stays: 86_400, moves: 3600 } as const;
const SOA_TIMES = "7200 1800 1209600 300";

/** All records of the zone: Stead's own first, then those of the setting `records`. */
export const zoneRecords = (site: Topology): readonly TracedRecord[] => {
  const { records } = settingsOf(site, knotSettings);
  return [...ownRecords(site), ...records.map((wish, index) => ({ ...wishedRecord(site, wish), from: index }))];
};

/** The hosts that answer for the zone; the number of each is in its name (ns1, ns2). */
export const dnsHosts = (site: Topology): readonly HostPlace[] => withRole(site, "dns");

const ownRecords = (site: Topology): readonly TracedRecord[] => {
  const servers = dnsHosts(site).map((place, index) => ({ place, name: nameServerName(index) }));
  const visitors = withRole(site, "balancer").length > 0 ? withRole(site, "balancer") : withRole(site, "web");
  const soa = `${servers[0]?.name ?? "ns1"} hostmaster 1 ${SOA_TIMES}`;
  return [
    own("@", "SOA", soa, TTL.stays),
    ...servers.map(({ name }) => own("@", "NS", name, TTL.stays)),
    ...servers.flatMap(({ place, name }) => addresses(place, name)),
    ...visitors.flatMap((place) => addresses(place, "@")),
    ...["www", ...aliasesBelow(site)].map((name) => own(name, "CNAME", "@", TTL.moves)),
  ];
};

const own = (name: string, type: string, data: string, ttl: number): TracedRecord => ({
  name,
  ttl,
  type,
  data,
  from: "stead",
});

const addresses = ({ addresses: { v4, v6 } }: HostPlace, name: string): readonly TracedRecord[] => [
  ...(v4 === undefined ? [] : [own(name, "A", v4, TTL.moves)]),
  ...(v6 === undefined ? [] : [own(name, "AAAA", v6, TTL.moves)]),
];

const withRole = (site: Topology, role: RoleName): readonly HostPlace[] =>
  Object.values(site.hosts).filter(({ roles }) => roles.includes(role));

/** Other names of the site that are below its domain; those of other domains have zones of their own. */
const aliasesBelow = ({ names, domain }: Topology): readonly string[] => {
  const all = [...names.canonical, ...names.redirected.map(({ from }) => from), ...names.served];
  const below = all.filter((name) => name.endsWith(`.${domain.ascii}`)).map((name) => relativeName(name, domain.ascii));
  return [...new Set(below)].filter((name) => name !== "www");
};

const wishedRecord = (site: Topology, wish: RecordWish): ZoneRecord => ({
  name: relativeName(wish.name, site.domain.ascii),
  ttl: wish.ttl ?? (wish.type === "NS" ? TTL.stays : TTL.moves),
  type: wish.type,
  data: ruleOf(wish.type).data(wish),
});

/** `mail.foobar.com.` and `mail` are the same; a whole name outside of the zone keeps its last dot. */
export const relativeName = (name: string, domain: string): string => {
  const ascii = toAscii(name);
  if (name === "@" || ascii === domain) return "@";
  if (ascii.endsWith(`.${domain}`)) return ascii.slice(0, -domain.length - 1);
  return name.endsWith(".") ? `${ascii}.` : ascii;
};

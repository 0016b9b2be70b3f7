import { siteShape } from "../../components/registry.ts";
import type { ZoneEntry } from "../../observe/names/read-zone.ts";
import { recordOf, relative, sayAll, sayEntry, type ImportedRecord } from "./records-of-zone.ts";

/** What Stead writes into the zone itself. */
export interface OwnNames {
  /** ASCII, without the last dot. */
  readonly domain: string;
  /** Names of the website below it: www and aliases. */
  readonly website: readonly string[];
  /** Those of its name servers; none where somebody else answers. */
  readonly nameServers: readonly string[];
}

/** A record and what is to be known of it. */
export interface Remark {
  readonly record: string;
  readonly says: string;
}

export interface ImportedZone {
  readonly records: readonly ImportedRecord[];
  readonly leftOut: readonly Remark[];
  /** Taken over, and worth a look. */
  readonly remarks: readonly Remark[];
}

/**
 * The setting `records` from a zone: all that Stead does not write itself. What led to the website's old address and is no website (mail
 * above all) goes on leading there.
 */
export const importZone = (entries: readonly ZoneEntry[], own: OwnNames): ImportedZone => {
  const domain = `${own.domain}.`;
  const judged = entries.map((entry) => ({ entry, why: whyLeftOut(entry, own), record: recordOf(entry, domain) }));
  const kept = judged.filter(({ why, record }) => why === undefined && record !== undefined);
  const records = kept.flatMap(({ record }) => record ?? []);
  const old = entries.filter(({ name, type }) => name === domain && (type === "A" || type === "AAAA"));
  const moved = keepServices(
    unique(records),
    old.flatMap((entry) => recordOf(entry, domain) ?? []),
  );
  const checked = moved.records.map((record) => ({ record, fault: faultOf(record) }));
  return {
    records: checked.filter(({ fault }) => fault === undefined).map(({ record }) => record),
    leftOut: [
      ...judged.flatMap(({ entry, why, record }) => {
        const says = why ?? (record ? undefined : "its data is not of its type");
        return says === undefined ? [] : [{ record: sayEntry(entry), says }];
      }),
      ...checked.flatMap(({ record, fault }) =>
        fault === undefined ? [] : [{ record: `${record.name} ${record.type} ${record.value}`, says: fault }],
      ),
    ],
    remarks: [
      ...moved.remarks,
      ...lookAt(
        moved.records,
        old.map(({ data }) => data[0]?.raw ?? ""),
      ),
    ],
  };
};

const made: ReadonlySet<string> = new Set("RRSIG NSEC NSEC3 NSEC3PARAM DNSKEY CDS CDNSKEY ZONEMD".split(" "));

const whyLeftOut = ({ name, type }: ZoneEntry, own: OwnNames): string | undefined => {
  const short = relative(name, `${own.domain}.`);
  if (short.endsWith(".")) return `it is not below ${own.domain}`;
  if (type === "SOA") return "whoever serves the zone writes it";
  if (made.has(type)) return "it belongs to signatures, which are made anew";
  return short === "@" ? atTop(type) : whyBelow(short, type, own);
};

/** Types that lead visitors to the old server. */
const leading: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "ALIAS", "ANAME", "HTTPS", "SVCB"]);

const atTop = (type: string): string | undefined => {
  if (type === "NS") return "the name servers that serve the domain from now on take their place";
  return leading.has(type) ? "Stead writes the domain's addresses" : undefined;
};

const whyBelow = (short: string, type: string, { website, nameServers }: OwnNames): string | undefined => {
  if (website.includes(short))
    return leading.has(type)
      ? `Stead writes ${short} as a name of the website`
      : `${short} is a CNAME to the website, and nothing stands beside a CNAME`;
  if (nameServers.includes(short) && leading.has(type)) return `${short} is the name of Stead's own name server`;
  return nameServers.length > 0 && /^_acme-challenge(?:\.|$)/u.test(short)
    ? "Stead obtains certificates itself, and has a zone for it"
    : undefined;
};

const unique = (records: readonly ImportedRecord[]): readonly ImportedRecord[] => [
  ...new Map(records.map((record) => [JSON.stringify({ ...record, ttl: 0 }), record])).values(),
];

/** Names of services that stay where they were when the website moves. */
const service = /^(?:mail|mx|smtp|imap|pop3?|webmail|autoconfig|autodiscover|ftp|cpanel|whm|webdisk)\d*$/u;

/** Mail to the domain's own address, and services that are a CNAME to it, would follow the website to the new server. */
const keepServices = (
  records: readonly ImportedRecord[],
  old: readonly ImportedRecord[],
): { readonly records: readonly ImportedRecord[]; readonly remarks: readonly Remark[] } => {
  if (old.length === 0) return { records, remarks: [] };
  const addresses = (name: string): readonly ImportedRecord[] => old.map((record) => ({ ...record, name }));
  const say = sayAll(old.map(({ value }) => value));
  const remarks: Remark[] = [];
  const services = records.flatMap((record) => {
    if (record.type !== "CNAME" || !isWebsite(record.value) || !service.test(record.name)) return [record];
    remarks.push({
      record: `${record.name} CNAME ${record.value}`,
      says: `it led to the website's old server and still does: it is ${say} now`,
    });
    return addresses(record.name);
  });
  const led = services.filter(({ type, value }) => type === "MX" && isWebsite(value));
  if (led.length === 0) return { records: services, remarks };
  const name = freeName(services, old);
  remarks.push({
    record: `MX ${led[0]?.value}`,
    says: `mail led to the website's old server and still does: ${name} is ${say}`,
  });
  const there = services.some((record) => record.name === name) ? [] : addresses(name);
  return {
    records: [...services.map((record) => (led.includes(record) ? { ...record, value: name } : record)), ...there],
    remarks,
  };
};

const isWebsite = (value: string): boolean => value === "@" || value === "www";

/** `mail`, when nobody has that name or it is the old server's; else another. */
const freeName = (records: readonly ImportedRecord[], old: readonly ImportedRecord[]): string =>
  ["mail", "mx", "oldmail", "oldmail2"].find((name) => {
    const all = records.filter((record) => record.name === name);
    const isOlds = all.length === old.length && all.every(({ value }) => old.some((one) => one.value === value));
    return all.length === 0 || isOlds;
  }) ?? "oldmail3";

const lookAt = (records: readonly ImportedRecord[], old: readonly string[]): readonly Remark[] =>
  records.flatMap((record) => {
    const says = remarkOn(record, old);
    return says === undefined ? [] : [{ record: `${record.name} ${record.type} ${record.value}`, says }];
  });

const remarkOn = ({ type, value }: ImportedRecord, old: readonly string[]): string | undefined => {
  if (type === "CNAME" && isWebsite(value)) return "it leads to the website, so to your new server";
  if (type === "TXT" && /^v=spf1\b.*\sa(?:\s|$)/iu.test(value))
    return `its "a" means the website's server, which is another one now; if the old one sends mail, write ${old.map((one) => (one.includes(":") ? `ip6:${one}` : `ip4:${one}`)).join(" ") || "its address (ip4:...)"} instead`;
  return undefined;
};

/** What the setting itself would say. */
const faultOf = (record: ImportedRecord): string | undefined => {
  const read = siteShape.records.safeParse([record]);
  return read.success
    ? undefined
    : read.error.issues.map(({ path, message }) => `${path.slice(1).join(".")} ${message}`).join("; ");
};

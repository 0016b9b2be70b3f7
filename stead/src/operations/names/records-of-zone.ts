import { join } from "../../kernel/text.ts";
import { bytesOf, type Token } from "../../observe/names/tokens.ts";
import { wholeName, type ZoneEntry } from "../../observe/names/read-zone.ts";

/** One of the setting `records`, as far as a zone can tell it. */
export interface ImportedRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly ttl?: number;
  readonly priority?: number;
  readonly weight?: number;
  readonly port?: number;
  readonly flags?: number;
  readonly tag?: string;
}

/** Seconds that a record gets without `ttl`; and what the setting takes. */
const USUAL = { NS: 86_400, other: 3600 } as const;
const TTL = { least: 30, most: 604_800 } as const;

/** A record of a zone as the setting `records` has it; undefined: its data is not of its type. `domain`: with its last dot. */
export const recordOf = (entry: ZoneEntry, domain: string): ImportedRecord | undefined => {
  const data = entry.data[0]?.raw === String.raw`\#` ? genericOf(entry) : (readers[entry.type] ?? rawOf)(entry, domain);
  if (data === undefined) return undefined;
  const ttl = Math.min(TTL.most, Math.max(TTL.least, entry.ttl ?? USUAL.other));
  const usual = entry.type === "NS" ? USUAL.NS : USUAL.other;
  const name = relative(entry.name, domain);
  return { name, type: entry.type, ...data, ...(entry.ttl === undefined || ttl === usual ? {} : { ttl }) };
};

type Data = Omit<ImportedRecord, "name" | "type" | "ttl"> & { readonly type?: string };
type Reader = (entry: ZoneEntry, domain: string) => Data | undefined;

/** `mail` for a name below the domain, `@` for the domain itself; another one keeps its last dot. */
export const relative = (name: string, domain: string): string => {
  if (name === domain) return "@";
  return name.endsWith(`.${domain}`) ? name.slice(0, -domain.length - 1) : name;
};

/** Where the setting reads a name with a dot in it as a whole one. */
const target = (token: Token | undefined, origin: string, domain: string): string => {
  const whole = wholeName(token?.raw ?? "", origin);
  const short = relative(whole, domain);
  if (short === "." || !short.includes(".")) return short;
  return whole.slice(0, -1).includes(".") ? whole.slice(0, -1) : whole;
};

const host: Reader = ({ data, origin }, domain) =>
  data.length === 1 ? { value: target(data[0], origin, domain) } : undefined;

const text: Reader = ({ type, data }) => {
  const bytes = Buffer.concat(data.map((token) => bytesOf(token)));
  const value = bytes.toString("utf8");
  const isPlain =
    Buffer.from(value).equals(bytes) && !/[\0\r\n]/u.test(value) && value !== "" && !/^".*"$/su.test(value);
  if (isPlain && bytes.length <= 4000) return { value };
  // What no line of text can say is said as bytes. 16: TXT (RFC 1035, 3.2.2).
  if (type !== "TXT") return undefined;
  const wire = Buffer.concat(data.flatMap((token) => [Buffer.from([bytesOf(token).length]), bytesOf(token)]));
  return { type: "TYPE16", value: String.raw`\# ${wire.length} ${wire.toString("hex")}` };
};

const readers: Readonly<Record<string, Reader>> = {
  A: ({ data }) => (data.length === 1 ? { value: data[0]?.raw ?? "" } : undefined),
  AAAA: ({ data }) => (data.length === 1 ? { value: data[0]?.raw ?? "" } : undefined),
  CNAME: host,
  NS: host,
  PTR: host,
  DNAME: host,
  TXT: text,
  SPF: text,
  MX: ({ data: [priority, name], origin }, domain) =>
    name && { priority: Number(priority?.raw), value: target(name, origin, domain) },
  SRV: ({ data: [priority, weight, port, name], origin }, domain) =>
    name && {
      priority: Number(priority?.raw),
      weight: Number(weight?.raw),
      port: Number(port?.raw),
      value: target(name, origin, domain),
    },
  CAA: ({ data: [flags, tag, value] }) =>
    value && { flags: Number(flags?.raw), tag: tag?.raw.toLowerCase() ?? "", value: bytesOf(value).toString("utf8") },
};

const rawOf: Reader = ({ type, data, origin }) => {
  const at = namesAt[type];
  const words = data.map((token, index) => {
    if (token.quoted) return `"${token.raw}"`;
    return at !== undefined && index === (at < 0 ? data.length + at : at) ? wholeName(token.raw, origin) : token.raw;
  });
  return words.length === 0 ? undefined : { value: words.join(" ") };
};

/** Where a name stands among the words of such data; below 0: from the end. */
const namesAt: Readonly<Record<string, number>> = { HTTPS: 1, SVCB: 1, NAPTR: -1, RP: 0 };

/** Bytes (RFC 3597, 5): with the type as a number, which is how the setting takes them. */
const genericOf = ({ type, data }: ZoneEntry): Data | undefined => {
  const [, length, ...digits] = data.map(({ raw }) => raw);
  if (!type.startsWith("TYPE")) return undefined;
  return { value: [String.raw`\#`, length, digits.join("").toLowerCase()].filter((word) => word !== "").join(" ") };
};

/** The record as a master file has it, for sentences. */
export const sayEntry = ({ name, type, data }: ZoneEntry): string => {
  const words = data.map(({ raw, quoted }) => (quoted ? `"${raw}"` : raw)).join(" ");
  return `${name.slice(0, -1)} ${type} ${words.length > 60 ? `${words.slice(0, 57)}...` : words}`;
};

export const sayAll = (words: readonly string[]): string => join([...new Set(words)]);

import { domainToASCII } from "node:url";
import * as z from "zod";

/** One of the setting `records`, validated. */
export interface RecordWish {
  readonly name: string;
  readonly type: RecordType;
  readonly value: string;
  readonly ttl?: number | undefined;
  readonly priority?: number | undefined;
  readonly weight?: number | undefined;
  readonly port?: number | undefined;
  readonly tag?: string | undefined;
  readonly flags?: number | undefined;
}

export type RecordType = (typeof recordTypes)[number] | GenericType;

/** A type by its number (RFC 3597, 5), for those that have no name here. */
export type GenericType = `TYPE${number}`;

/** The numbers and words that stand before a record's value in some types. */
export type RecordField = "priority" | "weight" | "port" | "tag" | "flags";

interface TypeRule {
  /** Ends "must …"; undefined: the value is fine. */
  readonly problem: (value: string) => string | undefined;
  /** What the type has beside its value; those with a default may be left out. */
  readonly fields: Partial<Readonly<Record<RecordField, number | string | undefined>>>;
  /** The record's data in a zone file (RFC 1035, 5.1). */
  readonly data: (record: RecordWish) => string;
}

export const recordTypes = [
  "A",
  "AAAA",
  "CNAME",
  "MX",
  "TXT",
  "SRV",
  "CAA",
  "NS",
  "PTR",
  "TLSA",
  "SSHFP",
  "HTTPS",
  "SVCB",
  "DS",
  "NAPTR",
  "LOC",
  "URI",
  "SMIMEA",
  "OPENPGPKEY",
  "CERT",
  "DNAME",
  "HINFO",
  "RP",
  "SPF",
  "EUI48",
  "EUI64",
] as const;

const address =
  (schema: z.ZodType, words: string): TypeRule["problem"] =>
  (value) =>
    schema.safeParse(value).success ? undefined : `must be an ${words} address`;

const hostProblem: TypeRule["problem"] = (value) =>
  value === "@" || value === "." || isName(value)
    ? undefined
    : 'must be a name: "mail" for one of this domain, "mail.example.org" for any other';

const textProblem: TypeRule["problem"] = (value) => {
  if (/^".*"$/su.test(value)) return "must be written without quotes around it; they are added for you";
  // A record has at most 65535 bytes; what is longer than this no resolver passes on well.
  return Buffer.byteLength(value) > 4000 ? "must have at most 4000 bytes" : undefined;
};

const rawProblem: TypeRule["problem"] = (value) =>
  /^[\x20-\x7e]+$/u.test(value) ? undefined : "must be the data as a zone file has it, in one line";

const plain = (problem: TypeRule["problem"]): TypeRule => ({ problem, fields: {}, data: ({ value }) => value });
const host: TypeRule = { problem: hostProblem, fields: {}, data: ({ value }) => absolute(value) };

/** All that differs between the types; a new one is a name above and its rule here. */
export const typeRules = {
  A: plain(address(z.ipv4(), "IPv4")),
  AAAA: plain(address(z.ipv6(), "IPv6")),
  CNAME: host,
  NS: host,
  PTR: host,
  MX: {
    problem: hostProblem,
    fields: { priority: 10 },
    data: ({ value, priority = 10 }) => `${priority} ${absolute(value)}`,
  },
  TXT: { problem: textProblem, fields: {}, data: ({ value }) => characterStrings(value) },
  SRV: {
    problem: hostProblem,
    fields: { priority: 0, weight: 0, port: undefined },
    data: ({ value, priority = 0, weight = 0, port = 0 }) => `${priority} ${weight} ${port} ${absolute(value)}`,
  },
  CAA: {
    problem: (value) => rawProblem(value),
    fields: { flags: 0, tag: "issue" },
    data: ({ value, flags = 0, tag = "issue" }) => `${flags} ${tag} ${characterStrings(value)}`,
  },
  TLSA: plain(rawProblem),
  SSHFP: plain(rawProblem),
  HTTPS: plain(rawProblem),
  SVCB: plain(rawProblem),
  DS: plain(rawProblem),
  NAPTR: plain(rawProblem),
  LOC: plain(rawProblem),
  URI: plain(rawProblem),
  SMIMEA: plain(rawProblem),
  OPENPGPKEY: plain(rawProblem),
  CERT: plain(rawProblem),
  DNAME: host,
  HINFO: plain(rawProblem),
  RP: plain(rawProblem),
  SPF: { problem: textProblem, fields: {}, data: ({ value }) => characterStrings(value) },
  EUI48: plain(rawProblem),
  EUI64: plain(rawProblem),
} as const satisfies Record<(typeof recordTypes)[number], TypeRule>;

export const ruleOf = (type: RecordType): TypeRule =>
  Object.hasOwn(typeRules, type) ? typeRules[type as keyof typeof typeRules] : generic;

/** `\# 4 cb007119`: the number of bytes, then these as digits of base 16 (RFC 3597, 5). */
const genericProblem: TypeRule["problem"] = (value) => {
  const [, length, digits = ""] = /^\\# (\d{1,5})((?: [0-9a-f]+)*)$/iu.exec(value) ?? [];
  return Number(length) * 2 === digits.replaceAll(" ", "").length
    ? undefined
    : String.raw`must be written as \# 4 cb007119: the number of bytes, then their digits`;
};

const generic = plain(genericProblem);

/** Why a type may not be written as a number; undefined: it may. Those that have a name are judged by it. */
export const numberProblem = (type: GenericType): string | undefined => {
  const number = Number(type.slice(4));
  const name = namedNumbers[number];
  if (name !== undefined) return `must be written as "${name}"`;
  if (made.has(number)) return "must be left out: the name server makes such records itself";
  // 41: OPT. 128 to 255: of questions, not of zones (RFC 6895, 3.1).
  const isData = number > 0 && number <= 65_535 && number !== 41 && (number < 128 || number > 255);
  return isData ? undefined : "must be the type of a record: TYPE1 to TYPE65535 without those of questions";
};

/** Those whose place among others matters: a rule that looks for CNAME must find each. */
const namedNumbers: Readonly<Record<number, string>> = {
  1: "A",
  2: "NS",
  5: "CNAME",
  12: "PTR",
  15: "MX",
  28: "AAAA",
  33: "SRV",
  39: "DNAME",
};

/** SOA, RRSIG, NSEC, DNSKEY, NSEC3, NSEC3PARAM, CDS, CDNSKEY, ZONEMD. */
const made: ReadonlySet<number> = new Set([6, 46, 47, 48, 50, 51, 59, 60, 63]);

/** Whether a text is a domain name, relative or not: labels of at most 63 bytes (RFC 1035, 2.3.4), `_` and a leading `*` too. */
export const isName = (text: string): boolean => {
  const ascii = toAscii(text);
  return (
    ascii.length > 0 &&
    ascii.length <= 253 &&
    ascii.split(".").every((label, index) => labelShape.test(label) || (index === 0 && label === "*"))
  );
};

const labelShape = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/u;

/** The name as it travels, without a dot at its end. International labels become punycode (UTS 46). */
export const toAscii = (name: string): string => {
  const bare = name.toLowerCase().replace(/\.$/u, "");
  // Not for every name: the conversion refuses `_` and `*`, which are fine here.
  return /^[\x20-\x7e]*$/u.test(bare) ? bare : domainToASCII(bare);
};

/** `mail.example.org` is a whole name, `mail` one below the zone, `@` the zone itself. */
const absolute = (value: string): string => {
  if (value === "@" || value === ".") return value;
  const ascii = toAscii(value);
  return ascii.includes(".") || value.endsWith(".") ? `${ascii}.` : ascii;
};

/** Quoted strings of at most 255 bytes each (RFC 1035, 3.3); readers join them without a gap. */
const characterStrings = (text: string): string => {
  const bytes = [...Buffer.from(text)];
  const parts = Array.from({ length: Math.max(1, Math.ceil(bytes.length / 255)) }, (_, index) =>
    bytes.slice(index * 255, (index + 1) * 255),
  );
  return parts.map((part) => `"${part.map(escapedByte).join("")}"`).join(" ");
};

const escapedByte = (byte: number): string => {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCodePoint(byte)}`;
  return byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : `\\${String(byte).padStart(3, "0")}`;
};

import { domainToUnicode } from "node:url";
import type { NameRecord } from "../../components/component.ts";

/** A record as it is typed in at a provider. */
export interface SaidRecord {
  /** ASCII, without the last dot. */
  readonly name: string;
  /** As people read it. */
  readonly unicode: string;
  readonly type: string;
  /** As a master file has it, names whole. */
  readonly value: string;
  /** Seconds. */
  readonly ttl: number;
}

export interface NameProblem {
  /** A sentence. */
  readonly says: string;
  readonly mend: string;
}

/** What the world sees of the domain, beside what it should see. */
export interface NamesReport {
  readonly dns: "own" | "external";
  /** To be created at the provider; none where the site's own servers answer. */
  readonly records: readonly SaidRecord[];
  /** `unknown`: no name server could be asked from here. */
  readonly verdict: "right" | "wrong" | "unknown";
  /** Name servers that were asked, without last dots. */
  readonly servers: readonly string[];
  readonly problems: readonly NameProblem[];
  /** What is right, and could be better. */
  readonly warnings: readonly NameProblem[];
}

export const unknownNames = (dns: NamesReport["dns"], records: readonly SaidRecord[]): NamesReport => ({
  dns,
  records,
  verdict: "unknown",
  servers: [],
  problems: [],
  warnings: [],
});

/** For people who type them in; `domain` ASCII. */
export const sayRecords = (records: readonly NameRecord[], domain: string): readonly SaidRecord[] =>
  records.map(({ name, type, data, ttl }) => ({
    name: bare(name),
    unicode: domainToUnicode(bare(name)) || bare(name),
    type,
    value: namesLast.has(type) ? data.replace(/\S+$/u, (last) => whole(last, domain)) : data,
    ttl,
  }));

/** Types whose data ends with a name. */
const namesLast: ReadonlySet<string> = new Set(["CNAME", "NS", "PTR", "DNAME", "MX", "SRV"]);

const whole = (name: string, domain: string): string => {
  if (name === "@") return `${domain}.`;
  return name.endsWith(".") ? name : `${name}.${domain}.`;
};

export const bare = (name: string): string => name.replace(/(.)\.$/u, "$1");

/** `münchen.example (xn--mnchen-3ya.example)`: whoever types it in may need either. */
export const bothWays = (ascii: string): string => {
  const unicode = domainToUnicode(ascii);
  return unicode === "" || unicode === ascii ? ascii : `${unicode} (${ascii})`;
};

/** What is typed in at a provider, as a table. */
export const recordLines = (records: readonly SaidRecord[]): readonly string[] => {
  const rows = records.map(({ name, type, ttl, value }) => [bothWays(name), type, String(ttl), value]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return [
    "Create these records at your DNS provider (name, type, TTL in seconds, value):",
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`),
  ];
};

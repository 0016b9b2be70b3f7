import type { NameRecord } from "../../components/component.ts";
import { join } from "../../kernel/text.ts";
import type { SeenRecord } from "../../kernel/dns-message.ts";
import { dataOf } from "../../observe/names/data-of.ts";
import { readZone } from "../../observe/names/read-zone.ts";
import { bare, bothWays, type NameProblem } from "./names-report.ts";

/** What one name server says to each question, by `NAME TYPE`; a text: why it says nothing. */
export type Said = ReadonlyMap<string, readonly SeenRecord[] | string>;

/** One set of records: those of one name and one type, and how their data is written when it is compared. */
export interface WantedSet {
  readonly name: string;
  readonly type: string;
  /** undefined: of a type whose data is not compared. */
  readonly data: readonly (string | undefined)[];
  /** Whether others of the same name and type are wrong: an address of somebody else's leads visitors there. */
  readonly alone: boolean;
}

/** The sets that a zone should have: those that are written, and empty ones for addresses that it must not have. */
export const wantedSets = (records: readonly NameRecord[], domain: string): readonly WantedSet[] => {
  const groups = Map.groupBy(records, ({ name, type }) => keyOf(name, type));
  const written = [...groups.values()].flatMap(([first, ...more]) =>
    first ? [setOf(first, [first, ...more], domain)] : [],
  );
  const sites = new Set(records.filter(isAddress).map(({ name }) => name));
  const absent = [...sites].flatMap((name) =>
    ["A", "AAAA"]
      .filter((type) => !groups.has(keyOf(name, type)))
      .map((type) => ({ name, type, data: [], alone: true })),
  );
  return [...written, ...absent];
};

const isAddress = ({ type }: NameRecord): boolean => type === "A" || type === "AAAA";

const setOf = ({ name, type }: NameRecord, all: readonly NameRecord[], domain: string): WantedSet => ({
  name,
  type,
  data: all.map((record) => {
    const [entry] = readZone(`@ ${record.type} ${record.data}`, domain);
    return entry && dataOf(entry);
  }),
  alone: ["A", "AAAA", "CNAME"].includes(type),
});

export const keyOf = (name: string, type: string): string => `${name} ${type}`;

/** Questions that tell whether the sets are there: a CNAME may also be told as the addresses that it leads to. */
export const questionsOf = (
  sets: readonly WantedSet[],
): readonly { readonly name: string; readonly type: string }[] => {
  const all = sets.flatMap(({ name, type }) =>
    (type === "CNAME" ? ["CNAME", "A", "AAAA"] : [type]).map((one) => ({ name, type: one })),
  );
  return [...new Map(all.map((one) => [keyOf(one.name, one.type), one])).values()];
};

/** What is wrong by the word of one server. */
export const compareSets = (sets: readonly WantedSet[], server: string, said: Said): readonly NameProblem[] =>
  sets.flatMap((set) => {
    const answer = said.get(keyOf(set.name, set.type)) ?? [];
    const subject = `${set.type} of ${bothWays(bare(set.name))}`;
    if (typeof answer === "string")
      return [problem(`${server} does not answer about ${subject}: ${answer}.`, ASK_LATER)];
    const found = answer.filter(({ name, type }) => name === set.name && type === set.type).map(({ data }) => data);
    if (set.type === "CNAME" && found.length === 0 && leadsAlike(set, sets, said)) return [];
    return complaints(set, found).map((what) => problem(`${server}: ${subject} ${what}.`, mendOf(set, found)));
  });

const ASK_LATER = "Ask again later; if it stays so, tell your DNS provider.";

const problem = (says: string, mend: string): NameProblem => ({ says, mend });

const complaints = ({ data, alone }: WantedSet, found: readonly string[]): readonly string[] => {
  const missing = data.filter((one) => (one === undefined ? found.length === 0 : !found.includes(one)));
  const extra = alone ? found.filter((one) => !data.includes(one)) : [];
  if (missing.length === 0 && extra.length === 0) return [];
  const wanted = data.map((one) => one ?? "the one above");
  if (found.length === 0) return [`is missing (${join(wanted)})`];
  if (missing.length === 0) return [`should be ${join(wanted) || "nothing"} alone, and is also ${join(extra)}`];
  return [`is ${join(found)}, not ${join(wanted)}`];
};

const mendOf = ({ name, type, data }: WantedSet, found: readonly string[]): string => {
  if (data.length === 0) return `Take the ${type} record of ${bothWays(bare(name))} out: the site has no such address.`;
  return found.length === 0 ? "Create it as it stands above." : "Change it to what stands above.";
};

/** Providers that resolve a CNAME themselves, and people who wrote addresses instead, mean the same. */
const leadsAlike = ({ name, data }: WantedSet, sets: readonly WantedSet[], said: Said): boolean => {
  const [target] = data;
  const addresses = (type: string): readonly (string | undefined)[] =>
    sets.find((set) => set.name === target && set.type === type)?.data ?? [];
  const seen = (type: string): readonly string[] => {
    const answer = said.get(keyOf(name, type)) ?? [];
    return typeof answer === "string"
      ? []
      : answer.filter((one) => one.name === name && one.type === type).map(({ data: one }) => one);
  };
  const isSame = (type: string): boolean =>
    seen(type).length === addresses(type).length && seen(type).every((one) => addresses(type).includes(one));
  return seen("A").length + seen("AAAA").length > 0 && isSame("A") && isSame("AAAA");
};

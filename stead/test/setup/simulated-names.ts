import type { Reply, SeenRecord } from "../../src/kernel/dns-message.ts";
import { dataOf } from "../../src/observe/names/data-of.ts";
import { readZone } from "../../src/observe/names/read-zone.ts";
import type { Ask } from "../../src/observe/names/walk.ts";

const records = (text: string): readonly SeenRecord[] =>
  readZone(text, "foobar.com").map((entry) => ({ name: entry.name, type: entry.type, data: dataOf(entry) ?? "" }));

/** An internet in which com sends everybody to these servers, each with a zone of its own making. */
export const world =
  (delegation: string, zones: Readonly<Record<string, string>>): Ask =>
  async (questions) =>
    questions.map(({ at, name, type }) => {
      const empty: Reply = { code: 0, authoritative: true, answers: [], authority: [], additional: [] };
      const sent = (text: string): Reply => {
        const all = records(text);
        const of = (types: readonly string[]) => all.filter((one) => types.includes(one.type));
        return { ...empty, authoritative: false, authority: of(["NS"]), additional: of(["A", "AAAA"]) };
      };
      if (at === "198.41.0.4") return sent("com. NS a.com.\na.com. A 192.0.2.1\n");
      if (at === "192.0.2.1" && type === "DS")
        return { ...empty, answers: records(delegation).filter((one) => one.type === "DS") };
      if (at === "192.0.2.1") return sent(delegation);
      const zone = zones[at];
      if (zone === undefined) return { failed: "no answer" };
      return { ...empty, answers: answersIn(records(zone), `${name.replace(/\.$/u, "")}.`, type) };
    });

/** An alias comes with what it leads to, as far as the zone knows (RFC 1034, 4.3.2). */
const answersIn = (zone: readonly SeenRecord[], name: string, type: string): readonly SeenRecord[] => {
  const alias = zone.find((one) => one.name === name && one.type === "CNAME");
  return alias && type !== "CNAME"
    ? [alias, ...answersIn(zone, alias.data, type)]
    : zone.filter((one) => one.name === name && one.type === type);
};

/** What com says of a domain that is served by somebody else, at 192.0.2.9. */
export const provider = "@ NS ns.provider.example.\nns.provider.example. A 192.0.2.9\n";

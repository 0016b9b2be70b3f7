import type { Fault } from "../../kernel/errors.ts";
import { CHALLENGES } from "../../topology/challenges.ts";
import type { Topology } from "../../topology/topology.ts";
import { zoneRecords, type TracedRecord } from "./zone.ts";

/** What is wrong with the setting `records` as a whole: each record alone has been accepted by the schema. */
export const recordFaults = (site: Topology): readonly Fault[] => {
  const records = zoneRecords(site);
  return records.flatMap((record) => {
    const fault = rules.map((rule) => rule(record, records, site)).find((found) => found !== undefined);
    return fault ? [fault] : [];
  });
};

/** Looks at one record among all. The first fault of a record is told; others may only follow from it. */
type Rule = (record: TracedRecord, all: readonly TracedRecord[], site: Topology) => Fault | undefined;

const fault = ({ from }: TracedRecord, what: string, mend: string, code: Fault["code"] = "SPEC_EXCLUDES"): Fault => ({
  code,
  where: `records[${from}]`,
  what,
  mend,
});

const outside: Rule = (record, _all, { domain }) =>
  record.name.endsWith(".")
    ? fault(
        record,
        `is for ${record.name.slice(0, -1)}, which is not below ${domain.unicode}.`,
        `Write the name as seen from ${domain.unicode}: "mail" for mail.${domain.unicode}.`,
        "SPEC_INVALID",
      )
    : undefined;

/** What stands below a delegation nobody is told. */
const belowChallenges: Rule = (record, all) =>
  record.from !== "stead" &&
  (record.name === CHALLENGES || record.name.endsWith(`.${CHALLENGES}`)) &&
  all.some(({ from, name, type }) => from === "stead" && name === CHALLENGES && type === "NS")
    ? fault(
        record,
        `is for ${record.name}, where Stead has a zone of its own for certificates.`,
        "Take it out: certificates are obtained for you.",
      )
    : undefined;

const ownType: Rule = (record, all) => {
  const written = all.find(
    (other) => other.from === "stead" && other.name === record.name && other.type === record.type,
  );
  return record.from !== "stead" && written && record.type !== "NS"
    ? fault(
        record,
        `gives ${record.name} a record ${record.type}, and Stead writes ${record.name} ${record.type} ${written.data} itself.`,
        "Take it out; the servers' addresses in environments decide it.",
      )
    : undefined;
};

const cnameAtTop: Rule = (record, _all, { domain }) =>
  record.type === "CNAME" && record.name === "@"
    ? fault(
        record,
        `makes ${domain.unicode} itself a CNAME, which no zone may have (RFC 1034, 3.6.2).`,
        "Take it out: Stead writes the domain's addresses.",
      )
    : undefined;

/** A CNAME stands alone at its name: no other data, no second one. */
const besideCname: Rule = (record, all) => {
  if (record.from === "stead") return undefined;
  const neighbour = all.find(
    (other) => other !== record && other.name === record.name && (other.type === "CNAME" || record.type === "CNAME"),
  );
  if (!neighbour) return undefined;
  const [first, other] = [record.from, neighbour.from];
  // Told once, at the later of two.
  if (other !== "stead" && other > first) return undefined;
  return fault(
    record,
    other === "stead"
      ? `is for ${record.name}, where Stead writes ${neighbour.type} ${neighbour.data}: nothing stands beside a CNAME.`
      : `is for ${record.name}, as records[${other}] is: nothing stands beside a CNAME.`,
    other === "stead" ? "Choose another name." : "Take one of the two out, or choose another name.",
  );
};

const twice: Rule = (record, all) => {
  const first = all.find(
    ({ name, type, data }) => name === record.name && type === record.type && data === record.data,
  );
  return first && first !== record
    ? fault(
        record,
        first.from === "stead" ? "is written by Stead itself." : `says what records[${first.from}] says.`,
        "Take it out.",
      )
    : undefined;
};

/** Mail servers and name servers must be names that have addresses (RFC 2181, 10.3). */
const pointsAtCname: Rule = (record, all, { domain }) => {
  if (record.type !== "MX" && record.type !== "NS") return undefined;
  const target = record.data.split(" ").at(-1) ?? "";
  const name = target.endsWith(`.${domain.ascii}.`) ? target.slice(0, -domain.ascii.length - 2) : target;
  const there = all.filter((other) => other.name === name);
  if (there.some(({ type }) => type === "CNAME"))
    return fault(
      record,
      `leads to ${name}, which is a CNAME; ${record.type} needs a name with an address.`,
      "Name the host itself.",
    );
  return !name.endsWith(".") && !there.some(({ type }) => type === "A" || type === "AAAA")
    ? fault(
        record,
        `leads to ${name}.${domain.unicode}, which has no address.`,
        `Add { name: "${name}", type: "A", value: "203.0.113.25" } with its address.`,
        "SPEC_INVALID",
      )
    : undefined;
};

const rules: readonly Rule[] = [outside, cnameAtTop, belowChallenges, twice, ownType, besideCname, pointsAtCname];

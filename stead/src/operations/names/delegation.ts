import type { NameRecord } from "../../components/component.ts";
import { join } from "../../kernel/text.ts";
import { dataOf } from "../../observe/names/data-of.ts";
import { readZone } from "../../observe/names/read-zone.ts";
import type { Ask, Authority } from "../../observe/names/walk.ts";
import { isServer } from "../../topology/servers.ts";
import type { Topology } from "../../topology/topology.ts";
import { askServers } from "./ask-servers.ts";
import { keyOf, type Said } from "./compare.ts";
import { judgeSignature } from "./signature.ts";
import { bare, bothWays, type NameProblem, type NamesReport } from "./names-report.ts";

/** Whether the zone above sends the world to the site's own name servers, and whether each of them serves the domain. */
export const judgeDelegation = async (
  topology: Topology,
  records: readonly NameRecord[],
  authority: Authority,
  ask: Ask,
): Promise<NamesReport> => {
  const domain = `${topology.domain.ascii}.`;
  const wanted = nameServersOf(records, domain);
  const types = ["SOA", "CDS"].map((type) => ({ name: domain, type }));
  const answers = authority.delegated ? await askServers(authority.servers, types, ask) : [];
  const signature = authority.delegated
    ? await judgeSignature(topology, authority, answers, ask)
    : { problems: [], warnings: [] };
  const problems = [
    ...delegationProblems(topology, wanted, authority),
    ...serverProblems(answers, domain),
    ...signature.problems,
  ];
  return {
    dns: "own",
    records: [],
    verdict: problems.length === 0 ? "right" : "wrong",
    servers: answers.map(({ server }) => bare(server.name)),
    problems,
    warnings: [...lonely(wanted), ...signature.warnings],
  };
};

interface Wanted {
  readonly name: string;
  /** Of those below the domain: the zone above has to know them, too. */
  readonly addresses: readonly string[];
}

const nameServersOf = (records: readonly NameRecord[], domain: string): readonly Wanted[] => {
  const dataIn = ({ type, data }: NameRecord): string =>
    readZone(`@ ${type} ${data}`, bare(domain)).map((entry) => dataOf(entry) ?? "")[0] ?? "";
  const servers = records.filter(({ name, type }) => name === domain && type === "NS").map(dataIn);
  return servers.map((name) => ({
    name,
    addresses: records.filter((one) => one.name === name && (one.type === "A" || one.type === "AAAA")).map(dataIn),
  }));
};

const sayServer = ({ name, addresses }: Wanted): string =>
  addresses.length === 0 ? bare(name) : `${bare(name)} (${addresses.join(", ")})`;

const delegationProblems = (
  { domain, hosts }: Topology,
  wanted: readonly Wanted[],
  { delegated, servers, zone }: Authority,
): readonly NameProblem[] => {
  const mend = `At your registrar, enter these as the name servers of ${bothWays(domain.ascii)}: ${join(wanted.map(sayServer))}.`;
  if (!Object.values(hosts).some(isServer) || wanted.length === 0) return [];
  if (!delegated)
    return [{ says: `The zone above (${bare(zone)}) names no name servers of ${bothWays(domain.ascii)}.`, mend }];
  const strange = servers.filter(({ name }) => !wanted.some((one) => one.name === name));
  const missing = wanted.filter(({ name }) => !servers.some((one) => one.name === name));
  if (strange.length > 0 || missing.length > 0)
    return [
      {
        says: `The zone above names ${join(servers.map(({ name }) => bare(name)))} as name servers, not ${join(wanted.map(({ name }) => bare(name)))}.`,
        mend,
      },
    ];
  return servers.flatMap(({ name, addresses }) => {
    const should = wanted.find((one) => one.name === name)?.addresses ?? [];
    const others = addresses.filter((address) => !should.includes(address));
    return should.length === 0 || others.length === 0
      ? []
      : [{ says: `The zone above says that ${bare(name)} is at ${join(others)}, not at ${join(should)}.`, mend }];
  });
};

type Answers = readonly { readonly server: { readonly name: string }; readonly said: Said }[];

/** A server that is named and does not serve the domain lets every visitor wait who asks it. */
const serverProblems = (answers: Answers, domain: string): readonly NameProblem[] => {
  const soas = answers.map(({ server, said }) => ({
    name: bare(server.name),
    soa: said.get(keyOf(domain, "SOA")) ?? "no answer",
  }));
  const silent = soas.flatMap(({ name, soa }) =>
    typeof soa === "string"
      ? [
          {
            says: `${name} does not answer for the domain: ${soa}.`,
            mend: "See that it runs, serves the domain and is reachable on port 53, over UDP and TCP.",
          },
        ]
      : [],
  );
  const serials = new Set(
    soas.flatMap(({ soa }) =>
      typeof soa === "string" ? [] : soa.filter(({ type }) => type === "SOA").map(({ data }) => data.split(" ")[2]),
    ),
  );
  return serials.size > 1
    ? [
        ...silent,
        {
          says: `The name servers have different editions of the zone (${join([...serials].map(String))}).`,
          mend: "Wait a minute; if it stays so, a secondary cannot fetch it: `stead dns secondaries` shows its key.",
        },
      ]
    : silent;
};

const lonely = (wanted: readonly Wanted[]): readonly NameProblem[] =>
  wanted.length === 1
    ? [
        {
          says: "There is only one name server: while it is away, nobody finds the site or can send you mail, and some registries want two.",
          mend: 'Name one of somebody else\'s in secondaries (`stead explain secondaries`), or leave DNS to a provider: dns: "external".',
        },
      ]
    : [];

import { components } from "../../components/registry.ts";
import { coreShape } from "../../spec/core.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import { findAuthority, isTop, type Ask } from "../../observe/names/walk.ts";
import { askerOf, type NamedSite } from "./asker-of.ts";
import { askServers } from "./ask-servers.ts";
import { compareSets, questionsOf, wantedSets } from "./compare.ts";
import { judgeDelegation } from "./delegation.ts";
import { sayRecords, unknownNames, type NamesReport } from "./names-report.ts";

/**
 * What the world is told about the domain by its own name servers, found from the root downwards and asked one by one: nothing of it comes
 * from a resolver's memory. undefined: on `local` nobody else is to see it.
 */
export const lookAtNames = async (site: NamedSite, by?: Ask): Promise<NamesReport | undefined> => {
  const { topology } = site;
  if (topology.environment === "local") return undefined;
  const { dns } = settingsOf(topology, coreShape);
  const records = components.flatMap(({ powers }) => powers?.names?.(topology) ?? []);
  const domain = topology.domain.ascii;
  const said = dns === "external" ? sayRecords(records, domain) : [];
  const ask = by ?? (await askerOf(site));
  const authority = ask && (await findAuthority(domain, ask));
  if (!ask || !authority) return unknownNames(dns, said);
  if (dns === "own") return judgeDelegation(topology, records, authority, ask);
  const sets = wantedSets(records, domain);
  const answers = await askServers(authority.servers, questionsOf(sets), ask);
  const problems = isTop(authority.zone)
    ? [notDelegated(domain)]
    : answers.flatMap(({ server, said: all }) => compareSets(sets, server.name.slice(0, -1), all));
  return {
    dns,
    records: said,
    verdict: problems.length === 0 ? "right" : "wrong",
    servers: answers.map(({ server }) => server.name.slice(0, -1)),
    problems,
    warnings: [],
  };
};

/** Found in a zone such as com: nobody serves the domain. */
const notDelegated = (domain: string) => ({
  says: `${domain} has no name servers: the zone above knows of none.`,
  mend: "Register the domain, or enter your DNS provider's name servers at its registrar.",
});

import { components } from "../../components/registry.ts";
import { coreShape } from "../../spec/core.ts";
import { isDocumentationAddress } from "../../spec/documentation-address.ts";
import { settingsOf } from "../../spec/settings-of.ts";
import { enterLab } from "../../lab/enter.ts";
import { askFrom } from "../../observe/names/asker.ts";
import { findAuthority, type Ask } from "../../observe/names/walk.ts";
import type { Topology } from "../../topology/topology.ts";
import { openLab } from "../lab/open-lab.ts";
import type { OpenSite } from "../open-site.ts";
import { askServers } from "./ask-servers.ts";
import { compareSets, questionsOf, wantedSets } from "./compare.ts";
import { judgeDelegation } from "./delegation.ts";
import { sayRecords, unknownNames, type NamesReport } from "./names-report.ts";

export type NamedSite = Pick<OpenSite, "topology" | "builder" | "lab">;

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
  const ask = by ?? (await askOf(site));
  const authority = ask && (await findAuthority(domain, ask));
  if (!ask || !authority) return unknownNames(dns, said);
  if (dns === "own") return judgeDelegation(topology, records, authority, ask);
  const sets = wantedSets(records, domain);
  const answers = await askServers(authority.servers, questionsOf(sets), ask);
  const problems =
    authority.zone.split(".").length <= 2
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

/** Who asks: this machine, or a client of the lab. Addresses that no machine has are nothing to ask about. */
const askOf = async ({ topology, builder, lab }: NamedSite): Promise<Ask | undefined> => {
  if (!builder) return undefined;
  if (lab) {
    const open = await openLab(lab);
    return askFrom(builder, (words) => enterLab(open.lab, words));
  }
  return addressesOf(topology).some(isDocumentationAddress) ? undefined : askFrom(builder);
};

const addressesOf = ({ hosts }: Topology): readonly string[] =>
  Object.values(hosts).flatMap(({ addresses: { v4, v6 } }) => [v4, v6].filter((one) => one !== undefined));

import type { SeenRecord } from "../../kernel/dns-message.ts";
import { findAuthority, isTop, type Ask, type Authority } from "../../observe/names/walk.ts";
import { askServers } from "./ask-servers.ts";
import { keyOf, type Said } from "./compare.ts";
import { bare } from "./names-report.ts";

/** What one name server says of a name. */
export interface Word {
  readonly server: string;
  readonly v4: readonly string[];
  readonly v6: readonly string[];
  /** Why it says nothing. */
  readonly silent?: string;
}

/** Aliases that lead to one another; authorities follow eight (Pebble, Boulder). */
const FARTHEST = 8;

/**
 * Where each name server of a name's zone says that it leads; an alias is followed into its own zone. Found from the root downwards, so
 * nothing of it comes from a resolver's memory. `[]`: it has no name servers. undefined: nobody can be asked.
 */
export const whereItLeads = async (name: string, ask: Ask, far = 0): Promise<readonly Word[] | undefined> => {
  const authority = await nearestAuthority(name, ask);
  if (!authority) return undefined;
  if (isTop(authority.zone)) return [];
  const whole = `${name}.`;
  const questions = ["A", "AAAA"].map((type) => ({ name: whole, type }));
  const answers = await askServers(authority.servers, questions, ask);
  return Promise.all(answers.map(({ server, said }) => wordOf(bare(server.name), whole, said, ask, far)));
};

/** A zone whose own servers are all silent is found by the word of the zone above, which is asked about the zone itself. */
const nearestAuthority = async (name: string, ask: Ask): Promise<Authority | undefined> => {
  const found = await findAuthority(name, ask);
  const above = name.slice(name.indexOf(".") + 1);
  return found || isTop(`${above}.`) ? found : nearestAuthority(above, ask);
};

const wordOf = async (server: string, name: string, said: Said, ask: Ask, far: number): Promise<Word> => {
  const [v4, v6] = ["A", "AAAA"].map((type) => said.get(keyOf(name, type)) ?? []);
  if (!v4 || !v6 || typeof v4 === "string" || typeof v6 === "string")
    return { server, v4: [], v6: [], silent: [v4, v6].find((one) => typeof one === "string") ?? "no answer" };
  const end = endOf(name, [...v4, ...v6]);
  const word = { server, v4: addressesIn(v4, end, "A"), v6: addressesIn(v6, end, "AAAA") };
  if (end === name || word.v4.length + word.v6.length > 0 || far >= FARTHEST) return word;
  const [behind] = (await whereItLeads(bare(end), ask, far + 1)) ?? [];
  return { ...(behind ?? word), server };
};

/** The last name of a chain of aliases, as far as these records tell. */
const endOf = (name: string, records: readonly SeenRecord[], far = 0): string => {
  const alias = records.find((record) => record.type === "CNAME" && record.name === name);
  return alias && far < FARTHEST ? endOf(alias.data, records, far + 1) : name;
};

const addressesIn = (records: readonly SeenRecord[], name: string, type: string): readonly string[] =>
  records.filter((record) => record.type === type && record.name === name).map(({ data }) => data);

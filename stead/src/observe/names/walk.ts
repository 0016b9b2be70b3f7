import type { Reply } from "../../kernel/dns-message.ts";

/** One question to one name server, on port 53. */
export interface Question {
  readonly at: string;
  /** With or without its last dot. */
  readonly name: string;
  readonly type: string;
}

/** What became of a question: a reply, or why there is none. */
export type Answered = Reply | { readonly failed: string };

/** Asks many questions at once; the answers in their order. */
export type Ask = (questions: readonly Question[]) => Promise<readonly Answered[]>;

/** A name server of a zone, and where it is asked: IPv4 first. */
export interface NameServer {
  /** With its last dot. */
  readonly name: string;
  readonly addresses: readonly string[];
}

/** Where the records of a domain are kept, as one finds it from the root downwards. */
export interface Authority {
  /** The zone that the domain lies in: itself, or one above when nothing is delegated to it. With the last dot. */
  readonly zone: string;
  readonly servers: readonly NameServer[];
  /** Whether the zone above sends those who ask to servers of the domain's own. */
  readonly delegated: boolean;
  /** Name servers of the zone above: where DS records are. */
  readonly above: readonly NameServer[];
}

/** The root's servers (IANA's root hints, 2025); any one leads everywhere. Asked in groups. */
const ROOTS: readonly (readonly string[])[] = [
  ["198.41.0.4", "199.7.83.42", "2001:503:ba3e::2:30"],
  ["193.0.14.129", "192.5.5.241", "2001:7fd::1"],
];

/** More zones below one another than any name has, and name servers whose names need others'. */
const DEEPEST = 12;
const FARTHEST = 3;

/**
 * Walks from the root to the name servers of a domain, as a resolver does, but remembers nothing of before: what changed a moment ago is
 * seen. undefined: no server on the way could be asked from here.
 */
export const findAuthority = async (domain: string, ask: Ask, far = 0): Promise<Authority | undefined> => {
  const name = `${domain.replace(/\.$/u, "")}.`;
  let here: Pick<Authority, "zone" | "servers"> = { zone: ".", servers: rootServers };
  let above: readonly NameServer[] = rootServers;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const reply = await firstReply(here.servers, { name, type: "NS" }, ask);
    if (!reply) return undefined;
    const next = referral(reply, here.zone, name);
    if (!next) return { ...here, delegated: here.zone === name, above };
    above = here.servers;
    const servers = await withAddresses(next.servers, ask, far);
    here = { zone: next.zone, servers };
    if (next.zone === name) return { ...here, delegated: true, above };
  }
  return undefined;
};

const rootServers: readonly NameServer[] = ROOTS.map((addresses, index) => ({ name: `root-${index}.`, addresses }));

/** The root, or a zone such as `com.`: a domain that lies in it has no name servers. */
export const isTop = (zone: string): boolean => zone.split(".").length <= 2;

/** The first server that answers, of each server's addresses the first; undefined: none does. */
const firstReply = async (
  servers: readonly NameServer[],
  question: Omit<Question, "at">,
  ask: Ask,
): Promise<Reply | undefined> => {
  for (const group of [servers.slice(0, 2), servers.slice(2, 6)]) {
    const questions = group.flatMap(({ addresses }) => addresses.map((at) => ({ ...question, at })));
    const answers = questions.length === 0 ? [] : await ask(questions);
    const good = answers.find((answer): answer is Reply => !("failed" in answer) && [0, 3].includes(answer.code));
    if (good) return good;
  }
  return undefined;
};

/** The zone that a server sends us on to: farther down than its own, and not past the name. */
const referral = (
  { answers, authority, additional }: Reply,
  zone: string,
  name: string,
): Pick<Authority, "zone" | "servers"> | undefined => {
  const sent = [...authority, ...answers].filter(
    (record) =>
      record.type === "NS" && isBelow(record.name, zone) && (record.name === name || isBelow(name, record.name)),
  );
  const [first] = sent;
  if (!first) return undefined;
  const servers = sent
    .filter((record) => record.name === first.name)
    .map(({ data }) => ({
      name: data,
      addresses: additional
        .filter((record) => record.name === data && (record.type === "A" || record.type === "AAAA"))
        .toSorted((left, right) => left.type.length - right.type.length)
        .map((record) => record.data),
    }));
  return { zone: first.name, servers };
};

const isBelow = (name: string, zone: string): boolean => name !== zone && (zone === "." || name.endsWith(`.${zone}`));

/** Name servers of another zone come without addresses: these are found in the same way. */
const withAddresses = async (servers: readonly NameServer[], ask: Ask, far: number): Promise<readonly NameServer[]> =>
  Promise.all(
    servers.map(async (server) =>
      server.addresses.length > 0 || far >= FARTHEST
        ? server
        : { ...server, addresses: await findAddresses(server.name, ask, far + 1) },
    ),
  );

const findAddresses = async (name: string, ask: Ask, far: number): Promise<readonly string[]> => {
  const authority = await findAuthority(name, ask, far);
  if (!authority) return [];
  const found = await Promise.all(
    ["A", "AAAA"].map(async (type) => (await firstReply(authority.servers, { name, type }, ask))?.answers ?? []),
  );
  return found.flat().flatMap(({ type, data }) => (type === "A" || type === "AAAA" ? [data] : []));
};

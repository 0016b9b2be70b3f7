import type { Reply, SeenRecord } from "../../kernel/dns-message.ts";
import type { Ask, NameServer } from "../../observe/names/walk.ts";
import { keyOf, type Said } from "./compare.ts";

type Asked = readonly { readonly name: string; readonly type: string }[];

/** What each name server says to all questions, at the first of its addresses that answers. All are asked at once. */
export const askServers = async (
  servers: readonly NameServer[],
  questions: Asked,
  ask: Ask,
): Promise<readonly { readonly server: NameServer; readonly said: Said }[]> =>
  Promise.all(servers.map(async (server) => ({ server, said: await askServer(server, questions, ask) })));

const askServer = async ({ addresses }: NameServer, questions: Asked, ask: Ask): Promise<Said> => {
  if (addresses.length === 0) return every(questions, "it has no address");
  let said: Said = new Map();
  for (const at of addresses) {
    const answers = await ask(questions.map((one) => ({ ...one, at })));
    said = new Map(
      answers.map((answer, index) => {
        const { name = "", type = "" } = questions[index] ?? {};
        return [keyOf(name, type), "failed" in answer ? answer.failed : read(answer)] as const;
      }),
    );
    if ([...said.values()].some((one) => typeof one !== "string")) return said;
  }
  return said;
};

const every = (questions: Asked, why: string): Said =>
  new Map(questions.map(({ name, type }) => [keyOf(name, type), why]));

/** Codes of replies that tell nothing about the name (RFC 1035, 4.1.1). */
const codes: Readonly<Record<number, string>> = {
  1: "it calls the question malformed",
  2: "it failed",
  5: "it refuses",
};

const read = ({ code, authoritative, answers }: Reply): readonly SeenRecord[] | string => {
  if (code !== 0 && code !== 3) return codes[code] ?? `its answer has code ${code}`;
  return authoritative ? answers : "it does not serve the domain";
};

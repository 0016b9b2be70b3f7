import { SteadError } from "../../kernel/errors.ts";
import type { Users } from "../host.ts";
import type { Link } from "./link.ts";
import { quote, quoteAll } from "./quote.ts";

/** The accounts of a server. */
export const usersOver = (link: Link): Users => ({
  existing: async (names) => {
    if (names.length === 0) return new Set();
    const { stdout } = await link.task(`getent passwd -- ${quoteAll(names)}`);
    const known = new Set(
      stdout
        .toString()
        .split("\n")
        .map((line) => line.split(":")[0]),
    );
    return new Set(names.filter((name) => known.has(name)));
  },
  create: async (name) => {
    const { status, stderr } = await link.task(createScript(name));
    if (status !== 0) throw notMade(link.server.name, name, stderr.trim());
  },
});

const WORDS = "useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin";

const createScript = (name: string): string =>
  `getent passwd -- ${quote(name)} >/dev/null || ${WORDS} -- ${quote(name)}`;

const notMade = (server: string, name: string, words: string): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: `account ${name} on ${server}`,
    what: `It could not be made: ${words}`,
    mend: `As root there: ${WORDS} ${name}`,
  });

import { components } from "../components/registry.ts";
import { hashText } from "../state/hash.ts";
import type { Member } from "./fleet.ts";
import type { ReleaseContext } from "./release.ts";

/** Fingerprint of the database's schema, as the engine itself tells it; undefined: no database, or it does not answer. */
export const schemaHash = async ({ site }: ReleaseContext, { host }: Member): Promise<string | undefined> => {
  const command = components
    .map(({ powers }) => powers?.schema?.(site, host.name))
    .find((found) => found !== undefined);
  if (command === undefined || (command.stdin !== undefined && typeof command.stdin !== "string")) return undefined;
  const answer = await host.run(command.run, {
    ...(command.account === undefined ? {} : { account: command.account }),
    ...(command.stdin === undefined ? {} : { stdin: command.stdin }),
    ...(command.environment === undefined ? {} : { environment: command.environment }),
    timeout: 30,
  });
  return answer.exitCode === 0 ? hashText(answer.stdout) : undefined;
};

/** Whether the database is there and has nothing in it: it was named anew, or its data was lost. */
export const isEmptyDatabase = async (context: ReleaseContext, member: Member): Promise<boolean> =>
  (await schemaHash(context, member)) === hashText("");

import { accountNamed } from "./accounts.ts";

/** Where the distribution puts programs; engines lie in sbin, which is not in every user's PATH. */
export const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

interface Wanted {
  readonly account?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The environment of a program: the operator's own, so that build tools find their settings; for another account only the
 * least, so that nothing of the operator's leaks to it. What is wished for stands above both.
 */
export const environmentFor = (
  { account, environment }: Wanted,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv => ({
  ...(account === undefined ? operatorsEnvironment() : leastEnvironment(account)),
  ...more,
  ...environment,
});

const operatorsEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [process.env["PATH"], SYSTEM_PATH].filter(Boolean).join(":"),
});

/** What every process of an account gets. */
export const leastEnvironment = (account: string): Readonly<Record<string, string>> => ({
  PATH: SYSTEM_PATH,
  HOME: accountNamed(account).home,
  LANG: "C.UTF-8",
});

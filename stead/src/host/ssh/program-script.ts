import { SteadError } from "../../kernel/errors.ts";
import type { RunOptions } from "../host.ts";
import { quote, quoteAll } from "./quote.ts";
import { inSandbox } from "./systemd/in-sandbox.ts";

type Wanted = Pick<RunOptions, "account" | "environment" | "folder" | "sandbox">;

/**
 * What a remote shell must know to run a program: `prepare` and `start` (shell-text.ts). Nothing of it comes to stand in an argv but the
 * program's own words. The environment is the least one and what is wished for. Throws COMMAND_FAILED for what no process can be given.
 */
export const programScript = (site: string, argv: readonly string[], options: Wanted): string => `
prepare() {
${preparation(argv, options)}
}
start() {
  ${become(site, argv, { ...options, terminal: false })}
}
`;

/** Shell text that becomes the program, once it is prepared; on the operator's terminal, or in a session of its own. */
export const become = (
  site: string,
  argv: readonly string[],
  { account, environment, folder, sandbox, terminal }: Wanted & { readonly terminal: boolean },
): string =>
  sandbox
    ? inSandbox(argv, { site, account, environment, folder, sandbox, terminal })
    : `exec ${terminal ? "" : "setsid "}${asAccount(account)}${quoteAll(argv)}`;

/** What a script of its own, that becomes the program, does first. In a sandbox only the way to the program is of use to us. */
export const preparation = (
  argv: readonly string[],
  { account, environment: wanted = {}, folder, sandbox }: Wanted,
): string => {
  const [program = ""] = argv;
  refuseImpossible([...argv, ...Object.values(wanted), folder ?? ""], program);
  for (const name of Object.keys(wanted)) checkedName(name, program);
  const path = wanted["PATH"];
  const environment = sandbox ? (path === undefined ? {} : { PATH: path }) : wanted;
  return [
    ...(account === undefined ? [] : accountLines(checkedAccount(account))),
    ...Object.entries(environment).map(([name, value]) => `  export ${name}=${quote(value)}`),
    ...(folder === undefined ? [] : [`  cd -- ${quote(folder)} || exit 71`]),
    `  there ${quote(program)} || exit 73`,
  ].join("\n");
};

/** Words that make a command another account's; they replace themselves, so that the process keeps its number. */
const asAccount = (account: string | undefined): string =>
  account === undefined ? "" : `setpriv --reuid ${checkedAccount(account)} --regid "$group" --init-groups -- `;

const accountLines = (account: string): readonly string[] => [
  `  group=$(id -g -- ${account}) || exit 72`,
  `  export HOME=~${account} USER=${account} LOGNAME=${account}`,
];

/** Letters that stand unquoted before a shell: a home is found by `~NAME` only so (useradd(8) allows no others). */
const checkedAccount = (account: string): string => {
  if (/^[a-z_][a-z0-9_-]*$/u.test(account)) return account;
  throw impossible(account, "This cannot be the name of an account.");
};

const checkedName = (name: string, program: string): string => {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name)) return name;
  throw impossible(program, `A shell cannot set a variable of the name ${JSON.stringify(name)}.`);
};

const refuseImpossible = (words: readonly string[], program: string): void => {
  if (words.some((word) => word.includes("\0")))
    throw impossible(program, "A word with a NUL in it cannot be passed on.");
};

const impossible = (where: string, what: string): SteadError =>
  new SteadError({ code: "COMMAND_FAILED", where, what, mend: "Correct it where it is written." });

import { readFileSync } from "node:fs";
import { SteadError } from "../../kernel/errors.ts";

/** One line of passwd(5). */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The accounts of this machine, in the order of /etc/passwd. A system account is always made there (useradd(8)). */
export const accounts = (): readonly Account[] => parsePasswd(readFileSync("/etc/passwd", "utf8"));

/** Reads passwd(5): `name:password:uid:gid:gecos:home:shell`. */
export const parsePasswd = (text: string): readonly Account[] =>
  text
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 6)
    .map(([name = "", , uid, gid, , home = "/"]) => ({ name, uid: Number(uid), gid: Number(gid), home }));

/** The account of that name; throws COMMAND_FAILED when there is none. */
export const accountNamed = (name: string): Account => {
  const account = accounts().find((candidate) => candidate.name === name);
  if (account) return account;
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: "/etc/passwd",
    what: `The account "${name}" does not exist on this machine.`,
    mend: "Run `stead up`, which makes it.",
  });
};

/** The name of a user id, or the number itself where nobody has it. */
export const accountName = (uid: number): string =>
  accounts().find((account) => account.uid === uid)?.name ?? String(uid);

/** Who runs this process. An account from a directory service is not in /etc/passwd: then $HOME and $USER count. */
export const operator = (): Account => {
  const uid = process.getuid?.() ?? 0;
  return (
    accounts().find((account) => account.uid === uid) ?? {
      name: process.env["USER"] ?? String(uid),
      uid,
      gid: process.getgid?.() ?? uid,
      home: process.env["HOME"] ?? "/",
    }
  );
};

/**
 * What a new process must be given to run as an account: nothing when it is the operator's own.
 * Throws COMMAND_FAILED when the operator may not run anything as another.
 */
export const identity = (name: string | undefined): { uid?: number; gid?: number } => {
  if (name === undefined) return {};
  const self = operator();
  if (self.name === name) return {};
  const account = accountNamed(name);
  if (self.uid === 0) return { uid: account.uid, gid: account.gid };
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: name,
    what: `${self.name} may not run a program as "${name}".`,
    mend: "Run this command as root, or as that account.",
  });
};

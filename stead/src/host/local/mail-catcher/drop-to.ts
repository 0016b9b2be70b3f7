import { accountNamed } from "../accounts.ts";

/** Gives up root for good: groups first, then the user, since afterwards neither could be changed any more. */
export const dropTo = (name: string): void => {
  const account = accountNamed(name);
  process.setgroups?.([account.gid]);
  process.setgid?.(account.gid);
  process.setuid?.(account.uid);
  if (process.getuid?.() !== account.uid) throw new Error(`Could not become ${name}.`);
};

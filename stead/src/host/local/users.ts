import { SteadError } from "../../kernel/errors.ts";
import type { Users } from "../host.ts";
import { accounts, operator } from "./accounts.ts";
import { run } from "./run.ts";

/** The system accounts of this machine. */
export const localUsers: Users = {
  existing: async (names) => {
    const known = new Set(accounts().map(({ name }) => name));
    return new Set(names.filter((name) => known.has(name)));
  },
  create: async (name) => {
    if (accounts().some((account) => account.name === name)) return;
    if (operator().uid !== 0) throw refusal(name, "Only root may make an account.");
    const words = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"];
    const { exitCode, stderr } = await run([...words, "--shell", "/usr/sbin/nologin", name]);
    if (exitCode !== 0) throw refusal(name, `useradd ended with status ${exitCode}: ${stderr.trim()}`);
  },
};

const refusal = (name: string, what: string): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: `account ${name}`,
    what,
    mend: `As root: useradd --system --user-group --no-create-home --shell /usr/sbin/nologin ${name}`,
  });

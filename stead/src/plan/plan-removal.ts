import type { HostState } from "./host-state.ts";
import { planDown } from "./plan-down.ts";
import { planFor } from "./plan-for.ts";
import type { Change, Plan } from "./plan.ts";

/** What of a site stands on a host besides what its manifest lists. */
export interface Remains {
  readonly host: string;
  /** Taken away with all that is in them, each with its words. */
  readonly whole: readonly { readonly path: string; readonly says: string }[];
  /** Taken away where nothing is left in them, the innermost first. */
  readonly emptied: readonly string[];
  /** What else is to be done, once the files are gone. */
  readonly commands: readonly { readonly id: string; readonly says: string; readonly run: readonly string[] }[];
  /** Accounts that nothing belongs to any more. */
  readonly accounts: readonly string[];
}

/** Everything of a site off its hosts: it is stopped, what it wrote is taken away, and last the folders that held it. */
export const planRemoval = (hosts: readonly HostState[], remains: readonly Remains[]): Plan => {
  const stops = planDown(hosts).changes;
  const written = planFor(hosts.map((state) => ({ ...state, desired: [] }))).changes.filter(
    ({ action }) => action.do !== "stop",
  );
  return { changes: inTurn([...stops, ...written, ...remains.flatMap(changesOf)]) };
};

const changesOf = ({ host, whole, emptied, accounts, commands }: Remains): readonly Change[] => [
  ...whole.map(({ path, says }) =>
    change(host, path, `Remove ${says} (${path})`, { do: "remove", path, id: path, whole: true }),
  ),
  ...commands.map(({ id, says, run }) => change(host, id, says, { do: "ensure", make: { run } })),
  ...accounts.map((name) =>
    change(host, `user:${name}`, `Remove the account ${name}`, { do: "ensure", make: { run: ["userdel", name] } }),
  ),
  ...emptied.map((path) => change(host, path, `Remove ${path}, if nothing is in it`, { do: "remove", path, id: path })),
];

const change = (host: string, id: string, says: string, action: Change["action"]): Change => ({
  id: `${host}/${id}`,
  host,
  says,
  disrupts: "nothing",
  action,
});

/** Nothing here is worth doing side by side. */
const inTurn = (changes: readonly Change[]): readonly Change[] =>
  changes.map((one, index) => (index === 0 ? one : { ...one, after: [changes[index - 1]?.id ?? ""] }));

import type { Host, RunOptions } from "../host/host.ts";
import type { UnitStatus } from "../state/observations.ts";
import { fillText } from "../state/text.ts";
import type { Command, DesiredState, Ensure, Value } from "../state/vocabulary.ts";
import { revealing, type Secrets } from "./secrets.ts";

/** What must be known before a check can be run. */
export interface Ground {
  readonly units: readonly UnitStatus[];
  readonly users: ReadonlySet<string>;
  readonly secrets: Secrets;
}

/** Seconds. A check only looks; one that hangs looks at something that does not work. */
const CHECK_TIMEOUT = 10;

/** Ids of the Ensure values whose check passed. A check that cannot run yet counts as not met. */
export const metEnsures = async (host: Host, desired: DesiredState, ground: Ground): Promise<ReadonlySet<string>> => {
  const ensures = desired.filter((value) => value.kind === "ensure");
  const met = await Promise.all(
    ensures.map(async (ensure) => (await isMet(host, desired, ensure, ground)) && ensure.id),
  );
  return new Set(met.filter((id) => id !== false));
};

/** A command as a Host runs it, its secrets filled in; undefined when one of them is not made yet. */
export const commandOptions = (command: Command, secrets: Secrets): RunOptions | undefined => {
  const stdin = command.stdin === undefined ? "" : fillText(command.stdin, revealing(secrets));
  if (stdin === undefined) return undefined;
  return {
    ...(command.account !== undefined && { account: command.account }),
    ...(command.environment && { environment: command.environment }),
    ...(command.stdin !== undefined && { stdin }),
  };
};

const isMet = async (host: Host, desired: DesiredState, ensure: Ensure, ground: Ground): Promise<boolean> => {
  const options = commandOptions(ensure.check, ground.secrets);
  if (!options || !groundLaid(desired, ensure, ground)) return false;
  try {
    return (await host.run(ensure.check.run, { ...options, timeout: CHECK_TIMEOUT })).exitCode === 0;
  } catch {
    // The program is not installed yet.
    return false;
  }
};

/** Asking an engine that does not run only costs time. */
const groundLaid = (desired: DesiredState, ensure: Ensure, { units, users }: Ground): boolean => {
  const account = ensure.check.account;
  const madeLater = desired.some((value) => value.kind === "user" && value.name === account && !users.has(value.name));
  const needed = desired.filter(
    (value): value is Extract<Value, { kind: "unit" }> =>
      value.kind === "unit" && (ensure.needs ?? []).includes(value.id),
  );
  return !madeLater && needed.every(({ name }) => units.some((unit) => unit.name === name && unit.state === "ready"));
};

import { setTimeout as sleep } from "node:timers/promises";
import type { Host, Lifeline } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Guard } from "../state/vocabulary.ts";

/** A change that could cut the way to its host. */
export interface Guarded {
  /** Of the command that the host holds ready: letters, digits, dots and hyphens. */
  readonly name: string;
  readonly says: string;
  readonly guard: Guard;
}

/** Seconds for a command, and in which a new connection must get through. */
const PATIENCE = 10;

/** Seconds between two tries: an sshd of today turns away who was refused too often (PerSourcePenalties, sshd_config(5)). */
const PAUSE = 2;

/** Well before the host takes the change back by itself. */
const patience = ({ within }: Guard): number => Math.min(PATIENCE, within / 3);

/** Seconds beyond its time after which the host has surely begun to undo a change, and for the undoing itself. */
const MARGIN = 5;

/**
 * Does work that could cut the way to a host. The host holds the way back ready before, and takes it by itself unless a new
 * connection got through afterwards. Throws WAY_CUT when it did not; the host is then as it was before.
 */
export const guarded = async (host: Host, change: Guarded, work: () => Promise<void>): Promise<void> => {
  const { lifeline } = host;
  const { name, guard } = change;
  if (!lifeline) return makeLast(host, change, work);
  await lifeline.arm(name, guard.undo, guard.within);
  const since = performance.now();
  try {
    await work();
  } catch (error) {
    await goBack(host, lifeline, change, since);
    throw error;
  }
  if ((await getsThrough(lifeline, guard)) && (await lifeline.disarm(name))) return makeLast(host, change, nothing);
  const back = await goBack(host, lifeline, change, since);
  throw new SteadError(back ? takenBack(host, change) : stillCut(host, change));
};

/** A server that takes in new settings may turn somebody away for a moment, as sshd does while it is reloaded. */
const getsThrough = async (lifeline: Lifeline, guard: Guard): Promise<boolean> => {
  for (const end = performance.now() + patience(guard) * 1000; ;) {
    const left = end - performance.now();
    if (left <= 0) return false;
    if (await lifeline.reaches(Math.ceil(left / 1000))) return true;
    await sleep(Math.min(PAUSE * 1000, left));
  }
};

const nothing = (): Promise<void> => Promise.resolve();

const makeLast = async (host: Host, { guard }: Guarded, work: () => Promise<void>): Promise<void> => {
  await work();
  const { exitCode, stderr } = await host.run(guard.keep, { timeout: PATIENCE });
  if (exitCode !== 0) throw new Error(`${guard.keep.join(" ")} on ${host.name}: ${stderr.trim()}`);
};

/** At once where the open connection still works, else when the host does it by itself. Whether it can be reached then. */
const goBack = async (host: Host, lifeline: Lifeline, { name, guard }: Guarded, since: number): Promise<boolean> => {
  const undone = await host.run(guard.undo, { timeout: PATIENCE }).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
  if (undone && (await getsThrough(lifeline, guard))) {
    await lifeline.disarm(name).catch(() => false);
    return true;
  }
  await sleep(Math.max(0, (guard.within + MARGIN) * 1000 - (performance.now() - since)));
  return getsThrough(lifeline, guard);
};

const takenBack = ({ name }: Host, { says }: Guarded): ConstructorParameters<typeof SteadError>[0] => ({
  code: "WAY_CUT",
  where: `${name}, ${says}`,
  what: "With this change no new SSH connection got through, so it was taken back. The server is as it was before.",
  mend: "Mend the setting that would lock you out, such as firewall.sshFrom or ssh.passwords; then run `stead up` again.",
});

const stillCut = ({ name }: Host, { says, guard }: Guarded): ConstructorParameters<typeof SteadError>[0] => ({
  code: "WAY_CUT",
  where: `${name}, ${says}`,
  what: `No new SSH connection gets through. The server was to take the change back by itself after ${guard.within} seconds.`,
  mend: "Look whether the network in between works, and at the server by your provider's console; then run `stead up` again.",
});

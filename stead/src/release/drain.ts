import type { Host } from "../host/host.ts";
import type { UnitStatus } from "../state/observations.ts";
import { countConnections } from "./connections.ts";
import { removeGeneration } from "./generation.ts";
import type { Member } from "./fleet.ts";
import { generationOf } from "./names.ts";
import { pause } from "./step.ts";

/** Seconds between two looks at the kernel's tables. */
const LOOK = 0.1;

/** Looks in a row without a connection: one request may be on its way between the proxy and the socket. */
const QUIET_LOOKS = 3;

/**
 * Lets the old generations of a host finish: waits until no request is left with them, at most `timing.drain` seconds, then
 * ends them and takes their folders away. An interruption ends the waiting only. Gives what it ended.
 */
export const drain = async (
  member: Member,
  old: readonly string[],
  signal: AbortSignal,
  stillOld: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<number> => {
  const { host, place } = member;
  const until = performance.now() + member.instances.timing.drain * 1000;
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < until && !signal.aborted;) {
    const busy = (await isBusy(host, await unitsOf(host, old))) || (await stillOld());
    quiet = busy ? 0 : quiet + 1;
    if (quiet < QUIET_LOOKS) await pause(LOOK, signal);
  }
  const units = await unitsOf(host, old);
  await Promise.all(units.map(({ name }) => host.units.stop(name)));
  for (const name of old) await removeGeneration(host, place, name);
  return units.length;
};

const unitsOf = async (host: Host, generations: readonly string[]): Promise<readonly UnitStatus[]> =>
  (await host.units.status()).filter(({ name }) => generations.includes(generationOf(name) ?? ""));

/** A connection to an instance, or a cron job in the middle of its work. */
const isBusy = async (host: Host, units: readonly UnitStatus[]): Promise<boolean> => {
  const atWork = units.some(({ definition, state }) => definition.schedule !== undefined && state !== "waiting");
  const places = units.flatMap(({ definition: { ready } }) => (ready.kind === "http" ? [ready.at] : []));
  return atWork || (places.length > 0 && (await countConnections(host, places)) > 0);
};

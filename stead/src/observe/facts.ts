import type { Host } from "../host/host.ts";
import type { Facts } from "../topology/facts.ts";
import { factsCommand, type VersionedProgram } from "./facts-command.ts";
import { parseFacts } from "./parse-facts.ts";
import { observeWayIn } from "./way-in.ts";

/** Seconds. The slowest part is a program that prints its version. */
const PATIENCE = 20;

/**
 * What a host is: one command, so that a verb with nothing to do stays quick. A program that is not there has no
 * version. Ports of this site's own processes do not count as taken.
 */
export const observeFacts = async (host: Host, programs: readonly VersionedProgram[]): Promise<Facts> => {
  const [answer, units, ports, wayIn] = await Promise.all([
    host.run(factsCommand(programs), { timeout: PATIENCE }),
    host.units.status(),
    host.files.read(`${host.where.home}/etc/ports.json`),
    observeWayIn(host),
  ]);
  const { home, run, own } = host.where;
  return {
    ...parseFacts(
      answer.stdout,
      programs,
      units.flatMap(({ pid }) => pid ?? []),
      run,
    ),
    home,
    run,
    ...(own ? { own } : {}),
    ports: parsePorts(ports),
    ...wayIn,
  };
};

/** A note that cannot be read only means that ports are chosen anew. */
const parsePorts = (bytes: Uint8Array | undefined): Readonly<Record<string, number>> => {
  try {
    const noted: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Object.fromEntries(
      Object.entries(noted ?? {}).filter((entry): entry is [string, number] => Number.isInteger(entry[1])),
    );
  } catch {
    return {};
  }
};

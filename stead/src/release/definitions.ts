import { join } from "node:path";
import type { UnitDefinition } from "../state/observations.ts";
import type { Endpoint, Probe } from "../state/vocabulary.ts";
import { compiledFolder } from "./compile-cache.ts";
import { applicationFolder } from "./environment.ts";
import type { Member } from "./fleet.ts";
import { cronUnit, instanceUnit, workerUnit } from "./names.ts";
import type { ReleaseRecord } from "./record.ts";

/** The units of one generation. */
export interface Definitions {
  readonly web: readonly UnitDefinition[];
  readonly workers: readonly UnitDefinition[];
  readonly cron: readonly UnitDefinition[];
}

interface Slot {
  readonly name: string;
  /** `RUN/GENERATION`. */
  readonly folder: string;
  readonly environmentFile: string;
  /** A loopback port for each instance; undefined: sockets. */
  readonly ports: readonly number[] | undefined;
}

export const definitionsOf = (member: Member, record: ReleaseRecord, slot: Slot): Definitions => ({
  web: webUnits(member, record, slot),
  workers: Object.entries(member.instances.workers).flatMap(([name, { run, count }]) =>
    numbers(count).map((number) => ({
      ...base(member, record, slot),
      name: workerUnit(name, slot.name, number),
      run: shell(run),
      ready: alive,
    })),
  ),
  cron: Object.entries(member.instances.cron).map(([name, { run, at, timeout, overlap }]) => ({
    ...base(member, record, slot),
    name: cronUnit(name, slot.name),
    run: shell(run),
    ready: alive,
    restart: "never",
    schedule: { at, timeout, overlap },
  })),
});

/** Where instance `number` of a generation listens. */
const endpointOf = (slot: Slot, number: number): Endpoint => {
  const port = slot.ports?.[number - 1];
  return port === undefined ? { socket: join(slot.folder, `${number}.sock`) } : { address: "127.0.0.1", port };
};

const webUnits = (member: Member, record: ReleaseRecord, slot: Slot): readonly UnitDefinition[] => {
  const { web, health } = member.instances;
  if (web === undefined) return [];
  return numbers(web.count).map((number) => {
    const at = endpointOf(slot, number);
    return {
      ...base(member, record, slot),
      name: instanceUnit(slot.name, number),
      run: "socket" in at ? ["/bin/sh", "-c", socketScript(member), web.run] : shell(web.run),
      environment: { PORT: "socket" in at ? at.socket : String(at.port) },
      ready: { kind: "http", at, path: health },
    };
  });
};

/** An instance that was killed leaves its socket's file, on which its successor could not listen (EADDRINUSE). */
const freshSocket = 'rm -f -- "$PORT"; exec /bin/sh -c "$0"';

/** Who connects to a socket must be allowed to write to it (unix(7)): its owner, and the group that the folder gives it. */
const socketScript = ({ place }: Member): string =>
  place.accounts?.web === undefined ? freshSocket : `umask 0007; ${freshSocket}`;

const shell = (run: string): readonly string[] => ["/bin/sh", "-c", run];

const alive: Probe = { kind: "command", run: ["/bin/true"] };

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

const base = (member: Member, record: ReleaseRecord, slot: Slot): Omit<UnitDefinition, "name" | "run" | "ready"> => ({
  folder: applicationFolder(member, record),
  ...(member.instances.account === undefined ? {} : { account: member.instances.account }),
  environmentFiles: [slot.environmentFile],
  ...sandboxOf(member, record, slot),
  readyTimeout: member.instances.timing.start,
  stop: { signal: "SIGTERM", timeout: member.instances.timing.stop },
  restart: "always",
  labels: { release: record.id, generation: slot.name },
});

/** An instance makes its socket in the generation's folder, and Node keeps compiled code beside the release. */
const sandboxOf = (member: Member, record: ReleaseRecord, { folder }: Slot): Pick<UnitDefinition, "sandbox"> => {
  const { sandbox } = member.instances;
  if (sandbox === undefined) return {};
  return { sandbox: { ...sandbox, writes: [...sandbox.writes, folder, compiledFolder(member, record)] } };
};

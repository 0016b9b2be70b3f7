import { existsSync } from "node:fs";
import { join } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import type { UnitDefinition, UnitStatus } from "../../state/observations.ts";
import type { Units } from "../host.ts";
import { noSuchJob } from "../unit-faults.ts";
import { listeningOf } from "./listening.ts";
import type { Places } from "./places.ts";
import { leftBehind, sayAdopted } from "./left-behind.ts";
import { processOf } from "./processes.ts";
import { ensureSupervisor, refuseHeldElsewhere } from "./start-supervisor.ts";
import { ask, askIfThere, BrokenOff } from "./supervisor-client.ts";
import { tailOf } from "./supervisor/log-tail.ts";
import { PROTOCOL, supervisorFiles, type Request } from "./supervisor/protocol.ts";

/** The units of a site on this machine: a client of its supervisor, which is started when there is something to do. */
export const localUnits = (places: Places): Units => ({
  answers: () => askIfThere(places, "version").then((version) => version !== undefined),
  status: () => statusOf(places),
  start: (unit) => command(places, { do: "start", unit: checked(unit) }),
  restart: (unit) => command(places, { do: "restart", unit: checked(unit) }),
  reload: (unit) => command(places, { do: "reload", unit: checked(unit) }),
  stop: async (name) => {
    if ((await statusOf(places)).some((unit) => unit.name === name)) await command(places, { do: "stop", name });
  },
  adopt: async () => {
    if ((await askIfThere(places, "version")) === PROTOCOL) return [];
    const left = leftBehind(places);
    if (left.length === 0) return [];
    await ensureSupervisor(places);
    return sayAdopted(left, await statusOf(places));
  },
  stopAll: async () => {
    if ((await statusOf(places)).length > 0) return command(places, { do: "stop-all" });
    if ((await askIfThere(places, "version")) !== undefined) return void (await ask(places, { do: "stop-all" }));
    await refuseHeldElsewhere(places);
  },
  listening: async (name) => {
    const pid = (await statusOf(places)).find((unit) => unit.name === name)?.pid;
    const found = pid === undefined ? undefined : processOf(pid);
    return found ? listeningOf(found) : [];
  },
  runNow: async (name) => {
    if (!(await statusOf(places)).some((unit) => unit.name === name)) throw noSuchJob(name);
    await command(places, { do: "run-now", name });
  },
  lines: async (name, count) => {
    const newest = logsOf(places, name).toReversed();
    let lines: readonly string[] = [];
    for (const file of newest) {
      if (lines.length < count) lines = [...tailOf(file, count - lines.length), ...lines];
    }
    return lines;
  },
  logs: async (name) => logsOf(places, name),
});

type Command = Exclude<Request, { do: "status" | "version" }>;

/** A supervisor that is killed in the middle is followed by another, which is told once more: all commands may be. */
const command = async (places: Places, request: Command): Promise<void> => {
  try {
    await ensureSupervisor(places);
    await ask(places, request);
  } catch (fault) {
    if (!(fault instanceof BrokenOff)) throw fault;
    await ensureSupervisor(places);
    await ask(places, request).catch(sayBrokenOff);
  }
};

const sayBrokenOff = (fault: unknown): never => {
  if (!(fault instanceof BrokenOff)) throw fault;
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: "supervisor",
    what: "It ended twice before it answered.",
    mend: "See `stead logs supervisor`, and run the command again: the next one takes over what runs.",
  });
};

const statusOf = async (places: Places): Promise<readonly UnitStatus[]> =>
  (await askIfThere(places, "status")) ?? leftBehind(places);

const logsOf = (places: Places, name: string): readonly string[] =>
  [".2", ".1", ""]
    .map((age) => join(places.home, supervisorFiles.log, `${name}.log${age}`))
    .filter((file) => existsSync(file));

/** A unit's name becomes the name of files. */
const checked = (unit: UnitDefinition): UnitDefinition => {
  if (/^[A-Za-z0-9][A-Za-z0-9@._-]{0,127}$/.test(unit.name)) return unit;
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: unit.name,
    what: "This cannot be the name of a unit.",
    mend: "Use letters, digits and @ . _ - only.",
  });
};

import { isDeepStrictEqual } from "node:util";
import { SteadError } from "../../kernel/errors.ts";
import type { UnitDefinition, UnitStatus } from "../../state/observations.ts";
import type { Host, Units } from "../host.ts";
import { noSuchJob, notRunning } from "../unit-faults.ts";

interface MemoryUnit {
  readonly status: UnitStatus;
  readonly lines: readonly string[];
}

/**
 * Units whose program is asked once, at the start: one that is not in the table, or answers with a failure, ends at once.
 * Everything else counts as running until it is stopped.
 */
export const memoryUnits = (run: Host["run"]): Units => {
  const units = new Map<string, MemoryUnit>();
  let pids = 100;
  const launch = async (definition: UnitDefinition): Promise<void> => {
    const result = await run(definition.run).catch(() => ({ exitCode: 0, stdout: "", stderr: "" }));
    const lines = [...(units.get(definition.name)?.lines ?? []), ...linesOf(result.stdout + result.stderr)];
    const ended = result.exitCode === 0 ? undefined : `exit status ${result.exitCode}`;
    units.delete(definition.name);
    units.set(definition.name, { status: statusOf(definition, ended, (pids += 1)), lines });
    if (ended !== undefined) throw notReady(definition.name, ended, lines);
  };
  return {
    status: async () => [...units.values()].map(({ status }) => status),
    start: async (definition) => {
      const known = units.get(definition.name)?.status;
      if (known?.pid !== undefined && isDeepStrictEqual(known.definition, definition)) return;
      await launch(definition);
    },
    restart: launch,
    reload: async (definition) => {
      const known = units.get(definition.name);
      if (!known) throw notRunning(definition.name);
      units.set(definition.name, { ...known, status: { ...known.status, definition } });
    },
    stop: async (name) => {
      units.delete(name);
    },
    adopt: async () => [],
    stopAll: async () => units.clear(),
    listening: async (name) => {
      const ready = units.get(name)?.status.definition.ready;
      return ready && "at" in ready ? [ready.at] : [];
    },
    lines: async (name, count) => units.get(name)?.lines.slice(-count) ?? [],
    logs: async () => [],
    runNow: async (name) => {
      const known = units.get(name);
      if (!known?.status.definition.schedule) throw noSuchJob(name);
      const { exitCode } = await run(known.status.definition.run);
      const at = (known.status.lastRun?.at ?? 0) + 1;
      const lastRun = { at, seconds: 0, result: `exit status ${exitCode}` };
      units.set(name, { ...known, status: { ...known.status, lastRun } });
    },
  };
};

const statusOf = (definition: UnitDefinition, ended: string | undefined, pid: number): UnitStatus => ({
  name: definition.name,
  state: ended !== undefined ? "failing" : definition.schedule ? "waiting" : "ready",
  since: 0,
  restarts: 0,
  definition,
  ...(ended === undefined ? (definition.schedule ? {} : { pid, startSeconds: 0 }) : { lastExit: ended }),
});

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

const notReady = (name: string, ended: string, lines: readonly string[]): SteadError =>
  new SteadError({
    code: "UNIT_NOT_READY",
    where: name,
    what: `It ended before it was ready (${ended}).`,
    mend: "Its log has the cause.",
    lines: lines.slice(-20),
    instead: { ended, listens: [] },
  });

import { SteadError } from "../kernel/errors.ts";
import type { UnitDefinition } from "../state/observations.ts";
import { diagnose } from "./diagnose.ts";
import { prepareGeneration, removeGeneration, allUnits, type Generation } from "./generation.ts";
import { fleet, type Member } from "./fleet.ts";
import type { ReleaseRecord } from "./record.ts";
import type { ReleaseContext } from "./release.ts";
import { boundary, pause, stopIfInterrupted } from "./step.ts";

/** Seconds that a worker must live before the switch: it has no health check. The watch goes on looking at it afterwards. */
const SETTLE = 0.4;

/**
 * Starts a release's instances and workers on every host, beside those that serve, and waits until each is healthy: the first
 * host alone, then the others. One failure anywhere ends them all again. Throws RELEASE_CRASHED, RELEASE_NOT_LISTENING,
 * RELEASE_LISTENS_ELSEWHERE, RELEASE_UNHEALTHY, INTERRUPTED.
 */
export const prove = async (context: ReleaseContext, record: ReleaseRecord): Promise<readonly Generation[]> => {
  const [first, ...rest] = fleet(context);
  const started: Generation[] = [];
  const start = async (member: Member): Promise<void> => {
    const generation = await boundary(context, `${member.host.name}/prepare`, () => prepareGeneration(member, record));
    started.push(generation);
    const { web, workers } = generation.definitions;
    // Instances first: nobody waits for a worker, but on few cores it would keep them waiting.
    await startAll(context, generation, web);
    await startAll(context, generation, workers);
  };
  try {
    await start(first);
    await allOrFirstFault(rest.map(start));
    if (!hasServed(record)) await settle(context, started);
    return started;
  } catch (error) {
    await Promise.all(started.map(discard));
    throw error;
  }
};

/** One that has served before need not show that its workers stay up: the watch sees it, and a way back should take no time. */
const hasServed = ({ served }: ReleaseRecord): boolean => served !== undefined;

/** Ends a generation that never served, or no longer does, and takes its folder away. */
export const discard = async ({ member, name, definitions }: Generation): Promise<void> => {
  await Promise.all(allUnits(definitions).map((unit) => member.host.units.stop(unit.name)));
  await removeGeneration(member.host, member.place, name);
};

const startAll = async (
  context: ReleaseContext,
  generation: Generation,
  units: readonly UnitDefinition[],
): Promise<void> => {
  await allOrFirstFault(units.map((unit) => startOne(context, generation, unit)));
  stopIfInterrupted(context.signal);
};

const startOne = (
  { signal, ...context }: ReleaseContext,
  generation: Generation,
  unit: UnitDefinition,
): Promise<void> => {
  const { host } = generation.member;
  const started = boundary({ ...context, signal }, `${host.name}/start ${unit.name}`, () => host.units.start(unit));
  return Promise.race([started, untilAborted(signal)]).catch(async (error: unknown) => {
    // A start that nobody waits for any more may still fail.
    started.catch(() => undefined);
    throw await diagnose(generation, unit, error);
  });
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** Waits for all, also after a fault: nothing may still be starting when the cleaning begins. */
const allOrFirstFault = async (works: readonly Promise<void>[]): Promise<void> => {
  const results = await Promise.allSettled(works);
  const reasons = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  if (reasons.length > 0) throw reasons.find(tellsMore) ?? reasons[0];
};

/** Of two instances with the same fixed port the second only says that it is taken; the first tells what to mend. */
const tellsMore = (reason: unknown): boolean =>
  reason instanceof SteadError && reason.faults[0]?.code === "RELEASE_LISTENS_ELSEWHERE";

/** The workers that came up must stay up for a moment. */
const settle = async (context: ReleaseContext, generations: readonly Generation[]): Promise<void> => {
  if (generations.every(({ definitions }) => definitions.workers.length === 0)) return;
  await pause(SETTLE, context.signal);
  stopIfInterrupted(context.signal);
  for (const generation of generations) await refuseFallen(generation);
};

/** Throws RELEASE_CRASHED when a unit of the generation has ended, even if it was started again since. */
export const refuseFallen = async (generation: Generation): Promise<void> => {
  const { member, definitions } = generation;
  const statuses = new Map((await member.host.units.status()).map((status) => [status.name, status]));
  for (const unit of [...definitions.web, ...definitions.workers]) {
    const status = statuses.get(unit.name);
    if (status && status.restarts === 0 && status.pid !== undefined) continue;
    throw await crashed(generation, unit, status?.lastExit);
  }
};

const crashed = async (
  { member: { host }, release }: Generation,
  unit: UnitDefinition,
  how: string | undefined,
): Promise<SteadError> =>
  new SteadError({
    code: "RELEASE_CRASHED",
    where: unit.name,
    what: `${unit.name.startsWith("app@") ? "An instance" : "A worker"} of release ${release} ended by itself${how === undefined ? "" : ` (${how})`}.`,
    mend: "Mend what its last lines say, and deploy again.",
    lines: await host.units.lines(unit.name, 20),
  });

import { plural } from "../kernel/text.ts";
import { currentGeneration } from "./current-release.ts";
import { drain } from "./drain.ts";
import { fleet } from "./fleet.ts";
import type { Generation } from "./generation.ts";
import { prove } from "./prove.ts";
import { prune } from "./prune.ts";
import { pruneSecretFiles } from "./secrets/secret-variables.ts";
import type { ReleaseRecord } from "./record.ts";
import type { ReleaseContext } from "./release.ts";
import { boundary, step } from "./step.ts";
import { leaveBehind, switchTo, type Switched } from "./switch-to.ts";
import { watch } from "./watch.ts";

/**
 * Lets a built release serve on every host, or on none: proves it beside the old one, switches, watches it, drains the old one
 * and prunes. Whatever fails, the old release serves on.
 */
export const serveRelease = async (context: ReleaseContext, record: ReleaseRecord): Promise<void> => {
  const generations = await step(
    context,
    "start",
    `Starting release ${record.id}`,
    () => prove(context, record),
    saidStarted,
  );
  const switched = await step(
    context,
    "switch",
    `Switching to release ${record.id}`,
    () => switchAll(context, generations, record),
    () => `Switched: release ${record.id} serves`,
  );
  // The first one has nothing to go back to: whoever waits for it should not wait longer.
  if (switched.some(({ canGoBack }) => canGoBack)) await watchOrGoBack(context, switched);
  if (switched.some(({ before }) => before !== undefined)) await letOldFinish(context, switched);
  for (const member of fleet(context)) {
    const { host, place } = member;
    await boundary(context, `${host.name}/prune`, async () => {
      await prune(host, place, record.id);
      await pruneSecretFiles(member);
    });
  }
};

const saidStarted = (generations: readonly Generation[]): string => {
  const count = generations.reduce((sum, { definitions: { web, workers } }) => sum + web.length + workers.length, 0);
  return count === 0
    ? "Nothing to start: the site is static"
    : `Started ${plural(count, "process", "processes")}, all well`;
};

/** One host after the other; when one cannot, those that did go back. */
const switchAll = async (
  context: ReleaseContext,
  generations: readonly Generation[],
  record: ReleaseRecord,
): Promise<readonly Switched[]> => {
  const done: Switched[] = [];
  try {
    for (const generation of generations) done.push(await switchTo(context, generation, record));
    return done;
  } catch (error) {
    await goBack(context, done);
    const untouched = generations.filter((generation) => done.every((other) => other.generation !== generation));
    await endUnused(context, untouched);
    throw error;
  }
};

const watchOrGoBack = async (context: ReleaseContext, switched: readonly Switched[]): Promise<void> => {
  const generations = switched.map(({ generation }) => generation);
  try {
    await step(
      context,
      "watch",
      "Watching it",
      () => watch(context, generations),
      () => "It stays well",
    );
  } catch (error) {
    await goBack(context, switched);
    throw error;
  }
};

const goBack = async (context: ReleaseContext, switched: readonly Switched[]): Promise<void> => {
  for (const one of switched.toReversed()) {
    const says = await one.back().then(
      () => "Switched back to the release before.",
      (fault: unknown) => `Could not switch ${one.generation.member.host.name} back: ${String(fault)}`,
    );
    context.report({ kind: "note", step: "watch", says });
  }
  await endUnused(
    context,
    switched.map(({ generation }) => generation),
  );
};

/** Ends generations that do not serve; one whose host could not go back does. */
const endUnused = async (context: ReleaseContext, generations: readonly Generation[]): Promise<void> => {
  await Promise.all(
    generations.map(async ({ member, name }) => {
      if ((await currentGeneration(member.host, member.place)) !== name) await drain(member, [name], context.signal);
    }),
  );
};

const letOldFinish = (context: ReleaseContext, switched: readonly Switched[]): Promise<number> =>
  step(
    context,
    "drain",
    "Letting the old instances finish",
    () => finishOld(context, switched),
    (count) => (count === 0 ? "There was nothing to drain" : `Ended ${plural(count, "old process", "old processes")}`),
  );

const finishOld = async (context: ReleaseContext, switched: readonly Switched[]): Promise<number> => {
  const counts = await Promise.all(switched.map((one) => finishOne(context, one)));
  return counts.reduce((sum, count) => sum + count, 0);
};

const finishOne = async (context: ReleaseContext, { generation, before, routed }: Switched): Promise<number> => {
  if (before === undefined) return 0;
  const { member } = generation;
  await boundary(context, `${member.host.name}/leave ${before}`, () => leaveBehind(generation));
  const stillOld = (): Promise<boolean> => routed?.stillOld() ?? Promise.resolve(false);
  return boundary(context, `${member.host.name}/end ${before}`, () =>
    drain(member, [before], context.signal, stillOld),
  );
};

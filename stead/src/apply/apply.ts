import type { Plan } from "../plan/plan.ts";
import { planHosts, type Ground, type PlannedHost } from "./ground.ts";
import { betweenBoundaries } from "./log.ts";
import { noteIntent, noteResult } from "./manifest.ts";
import { perform } from "./perform.ts";
import { refuseFullDisk } from "./room.ts";
import { sideBySide } from "./side-by-side.ts";
import { splitPlan } from "./split-plan.ts";
import { takingBack } from "./take-back.ts";
import { verifyCandidates } from "./verify.ts";

/**
 * Performs a plan, change by change in its order; those without an order between them side by side. What a process would
 * notice begins only after every changed configuration was tried by its own engine. Stops at the first failure and
 * throws its cause. The caller holds the lock.
 *
 * The manifest is written before and after, with what is about to be and with what is: a crash in between leaves files
 * that the next plan still knows as Stead's own.
 */
export const applyPlan = async (plan: Plan, ground: Ground): Promise<void> => {
  const { installs, harmless, rest } = splitPlan(plan);
  await Promise.all(touchedBy(plan.changes, ground).map(refuseFullDisk));
  await performChanges(installs, ground);
  await prepare(harmless, rest, ground);
  if (rest.length > 0) await noteIntents(plan.changes, ground);
  await performChanges(rest, ground);
  await Promise.all(planHosts(ground).map((on) => noteResult(on, ground)));
};

/** All that comes before a running process could notice anything. What fails here leaves no trace. */
const prepare = async (harmless: Plan["changes"], rest: Plan["changes"], ground: Ground): Promise<void> => {
  const takeBack = await takingBack(harmless, ground);
  try {
    await noteIntents(harmless, ground);
    await performChanges(harmless, ground);
    await verifyCandidates(rest, ground);
  } catch (error) {
    await takeBack();
    throw error;
  }
};

/** The changes alone, without trial and manifest: enough where nothing is written, as when everything is stopped. */
export const performChanges = (changes: Plan["changes"], ground: Ground): Promise<void> =>
  sideBySide(changes, (change) => step(change, ground), ground.signal);

const noteIntents = async (changes: Plan["changes"], ground: Ground): Promise<void> => {
  await Promise.all(touchedBy(changes, ground).map((on) => noteIntent(on, changes, ground)));
};

const touchedBy = (changes: Plan["changes"], ground: Ground): readonly PlannedHost[] =>
  planHosts(ground).filter(({ state }) => changes.some(({ host }) => host === state.host));

const step = async (change: Plan["changes"][number], ground: Ground): Promise<void> => {
  const began = performance.now();
  ground.report({ kind: "begin", step: change.id, says: change.says });
  try {
    await betweenBoundaries(ground.log, change.id, () => perform(change, ground));
  } catch (error) {
    ground.report({ kind: "fail", step: change.id, says: change.says });
    throw error;
  }
  const seconds = (performance.now() - began) / 1000;
  ground.report({ kind: "end", step: change.id, says: change.says, seconds });
};

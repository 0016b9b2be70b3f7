import type { Change, Plan } from "../plan/plan.ts";

/** A plan's changes in three parts: first those that touch the machine alone, then those that no running process can notice. */
export interface SplitPlan {
  readonly installs: readonly Change[];
  readonly harmless: readonly Change[];
  readonly rest: readonly Change[];
}

/** Packages, accounts, folders and secrets go ahead: an engine needs them to try a configuration. */
const goesAhead: Readonly<Record<Change["action"]["do"], boolean>> = {
  install: true,
  user: true,
  folder: true,
  secret: true,
  file: false,
  remove: false,
  ensure: false,
  start: false,
  restart: false,
  reload: false,
  stop: false,
  release: false,
};

/** Keeps the order in all parts; what waits for a change of the second part belongs to it too. */
export const splitPlan = ({ changes }: Plan): SplitPlan => {
  const ahead = new Set<string>();
  const all = new Set(changes.map(({ id }) => id));
  for (const { id, action, after = [] } of changes)
    if (goesAhead[action.do] && after.every((before) => ahead.has(before) || !all.has(before))) ahead.add(id);
  return {
    installs: changes.filter(isInstall),
    harmless: changes.filter((change) => ahead.has(change.id) && !isInstall(change)),
    rest: changes.filter(({ id }) => !ahead.has(id)),
  };
};

/** A plan begins with it, so it is always ahead. */
const isInstall = ({ action }: Change): boolean => action.do === "install";

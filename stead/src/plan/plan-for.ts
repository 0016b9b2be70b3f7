import { refuse } from "../kernel/errors.ts";
import { changeOf, type Draft } from "./change-of.ts";
import { contested } from "./contested.ts";
import { foreignFiles } from "./foreign-files.ts";
import type { HostState, PlanOptions } from "./host-state.ts";
import { installOf } from "./install.ts";
import { needsOf } from "./needs-of.ts";
import { inOrder } from "./order.ts";
import type { Change, Plan } from "./plan.ts";
import { removalsOf } from "./removals.ts";

/**
 * The ordered changes that make each host what it should be. Pure: the same hosts give the same plan, whatever the
 * order they or their values come in. Throws PLAN_CYCLE with the cycle's path,
 * FOREIGN_FILE with every file in the way, and STATE_CLASH with all that another site of a host has otherwise.
 */
export const planFor = (hosts: readonly HostState[], options: PlanOptions = {}): Plan => {
  refuse(hosts.flatMap((state) => [...contested(state, options.adopt), ...foreignFiles(state, options.adopt)]));
  const nodes = inOrder(hosts.flatMap(({ host, desired }) => needsOf(host, desired)));
  const installs = hosts.flatMap(installOf);
  const changed = new Map<string, Change>();
  const behind = new Map<string, readonly string[]>();
  for (const { key, host, value, needs } of nodes) {
    const state = hosts.find((candidate) => candidate.host === host);
    const draft = state && changeOf(state, value, (id) => changed.has(`${host}/${id}`));
    const after = nearest(needs, changed, behind);
    const install = installs.filter((change) => change.host === host).map(({ id }) => id);
    behind.set(key, after);
    if (draft) changed.set(key, complete(shorten(draft, state), key, host, unique([...install, ...after])));
  }
  const building = [...installs, ...changed.values()];
  return { changes: [...building, ...removalsAfter(hosts, building)] };
};

/** The changes directly before a value: those of what it needs, and through what stays as it is, those behind that. */
const nearest = (
  needs: readonly string[],
  changed: ReadonlyMap<string, Change>,
  behind: ReadonlyMap<string, readonly string[]>,
): readonly string[] => unique(needs.flatMap((need) => (changed.has(need) ? [need] : (behind.get(need) ?? []))));

const shorten = <Said extends Draft>(said: Said, { home }: HostState): Said =>
  home === undefined ? said : { ...said, says: said.says.replaceAll(`${home}/`, "") };

const complete = (draft: Draft, id: string, host: string, after: readonly string[]): Change => ({
  id,
  host,
  ...draft,
  ...(after.length > 0 && { after }),
});

/** What is no longer wanted goes last, when nothing leads to it any more, and one after the other. */
const removalsAfter = (hosts: readonly HostState[], building: readonly Change[]): readonly Change[] => {
  const removals = hosts.flatMap((state) => removalsOf(state).map((change) => shorten(change, state)));
  return removals.map((removal, index) => {
    const before = index === 0 ? building.map(({ id }) => id) : [removals[index - 1]?.id ?? ""];
    return before.length > 0 ? { ...removal, after: before } : removal;
  });
};

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

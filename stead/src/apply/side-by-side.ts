import type { Change } from "../plan/plan.ts";

/**
 * Performs changes, each when all it comes after are done. After the first failure, or when the signal asks to end, none
 * begins any more; those under way are waited for, then the failure is thrown.
 */
export const sideBySide = async (
  changes: readonly Change[],
  perform: (change: Change) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  const under = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for (const change of changes) {
    // A plan is in order: what comes before a change is in the map already, or done in an earlier part.
    const before = (change.after ?? []).flatMap((id) => under.get(id) ?? []);
    under.set(change.id, inTurn(change, before));
  }
  await Promise.all(under.values());
  if (failures.length > 0) throw failures[0];
  signal.throwIfAborted();

  async function inTurn(change: Change, before: readonly Promise<void>[]): Promise<void> {
    await Promise.all(before);
    if (failures.length > 0 || signal.aborted) return;
    await perform(change).catch((error: unknown) => void failures.push(error));
  }
};

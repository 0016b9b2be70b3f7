import type { LockHolder } from "./host.ts";

/** Who has a lock, as written in its file; undefined: the text is not whole, or nobody's. */
export const parseHolder = (text: string): LockHolder | undefined => {
  try {
    const { verb, by, pid, since, site } = JSON.parse(text) as Partial<LockHolder>;
    return verb !== undefined && by !== undefined && pid !== undefined && since !== undefined
      ? { verb, by, pid, since, ...(site !== undefined && { site }) }
      : undefined;
  } catch {
    return undefined;
  }
};

/** For a lock that somebody has who did not write his name. */
export const unknownHolder = (): LockHolder => ({
  verb: "another command",
  by: "somebody",
  pid: 0,
  since: new Date().toISOString(),
});

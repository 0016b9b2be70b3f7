import type { ReleaseContext, ReleaseInfo } from "./release.ts";

/** The same switch, towards a kept release; without an id the one that served before. Throws RELEASE_NOT_FOUND. */
export const rollbackTo = (_context: ReleaseContext, _id?: string): Promise<ReleaseInfo> => {
  throw new Error("not there yet");
};

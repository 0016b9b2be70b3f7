import type { ReleaseContext, ReleaseInfo } from "./release.ts";

/** What the plan's `release` change does: the kept release is started or its instances replaced; without one, the first is built. */
export const bringUpRelease = (_context: ReleaseContext): Promise<ReleaseInfo> => {
  throw new Error("not there yet");
};

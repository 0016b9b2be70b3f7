import type { ReleaseContext } from "./release.ts";

/** Clears what a killed verb left: half-built folders, instances that do not serve, a switch without its note. Tells what it cleared. */
export const clearStrays = (_context: ReleaseContext): Promise<readonly string[]> => {
  throw new Error("not there yet");
};

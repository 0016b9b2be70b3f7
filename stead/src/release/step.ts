import { SteadError } from "../kernel/errors.ts";
import type { ReleaseContext } from "./release.ts";

/** One named step: its boundaries in the apply log, its begin and end in the report. Not begun once interrupted. */
export const step = async <Result>(
  context: ReleaseContext,
  name: string,
  says: string,
  work: () => Promise<Result>,
  ended: (result: Result) => string,
): Promise<Result> => {
  stopIfInterrupted(context.signal);
  context.report({ kind: "begin", step: name, says });
  const began = performance.now();
  try {
    const result = await boundary(context, `release:${name}`, work);
    const seconds = (performance.now() - began) / 1000;
    context.report({ kind: "end", step: name, says: ended(result), seconds });
    return result;
  } catch (error) {
    context.report({ kind: "fail", step: name, says: `${says} failed` });
    throw error;
  }
};

/** Work between two lines of the apply log, so that a test can end Stead exactly there. */
export const boundary = async <Result>(
  { log }: ReleaseContext,
  id: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  log.boundary(id, "begin");
  const result = await work();
  log.boundary(id, "end");
  return result;
};

/** Throws INTERRUPTED after Ctrl-C. */
export const stopIfInterrupted = (signal: AbortSignal): void => {
  if (!signal.aborted) return;
  throw new SteadError({
    code: "INTERRUPTED",
    where: "release",
    what: "was interrupted.",
    mend: "Nothing is left to clear. Run the command again when you like.",
  });
};

/** Waits; returns early, without a throw, when interrupted. */
export const pause = (seconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });

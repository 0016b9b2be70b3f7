import { SteadError } from "../kernel/errors.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ctrl-C reaches both the launcher and us, and the launcher passes it on: two of a kind this close together are one. */
const ONE_SIGNAL_MILLISECONDS = 250;

export interface Interruption {
  /** Aborts with the first signal. */
  readonly signal: AbortSignal;
  /** Forgets what came so far: work that ends things (down) gets a fresh signal of its own. */
  renew(): AbortSignal;
  close(): void;
}

/** The first signal asks the work to end in order; the second stops waiting for it. */
export const watchInterruption = (giveUp: () => never): Interruption => {
  let asked = new AbortController();
  let askedAt = -Infinity;
  const take = (): void => {
    const now = performance.now();
    if (now - askedAt < ONE_SIGNAL_MILLISECONDS) return;
    askedAt = now;
    if (asked.signal.aborted) giveUp();
    asked.abort(interrupted());
  };
  for (const name of SIGNALS) process.on(name, take);
  return {
    get signal() {
      return asked.signal;
    },
    renew: () => (asked = new AbortController()).signal,
    close: () => {
      for (const name of SIGNALS) process.off(name, take);
    },
  };
};

const interrupted = (): SteadError =>
  new SteadError({
    code: "INTERRUPTED",
    where: "this command",
    what: "was interrupted.",
    mend: "Type it again when you like; the next command clears up whatever was left half-way.",
  });

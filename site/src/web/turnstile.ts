/** Thrown when so many wait already that one more would wait too long. Answered with 503. */
export class Crowded extends Error {
  override readonly name = "Crowded";
}

/** Lets `work` in when there is room. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>;

/** At most `atOnce` run together and `waiting` wait; the next is refused with `Crowded`. */
export const turnstile = (atOnce: number, waiting: number): Turnstile => {
  let running = 0;
  const queue: (() => void)[] = [];
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    if (running < atOnce) running += 1;
    else if (queue.length >= waiting) throw new Crowded("Too many are waiting.");
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      leave();
    }
  };
};

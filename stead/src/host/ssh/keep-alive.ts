/** Milliseconds; any: nothing happens at its end. */
const FAR = 0x7f_ff_ff_ff;

let working = 0;
let timer: NodeJS.Timeout | undefined;

/** Connections do not keep this process alive, work that waits for a server does. */
export const awake = (): void => {
  working += 1;
  timer ??= setTimeout(() => undefined, FAR);
};

/** The end of what `awake` began. */
export const asleep = (): void => {
  working -= 1;
  if (working > 0) return;
  clearTimeout(timer);
  timer = undefined;
};

/** Keeps this process alive for one piece of work. */
export const whileAwake = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  awake();
  try {
    return await work();
  } finally {
    asleep();
  }
};

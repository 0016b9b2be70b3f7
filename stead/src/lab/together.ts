/**
 * Does several things at once. When one fails, the others are told to stop and are waited for: whoever clears up afterwards
 * must be the only one at work. Throws the first failure.
 */
export const together = async (
  signal: AbortSignal,
  works: readonly ((signal: AbortSignal) => Promise<unknown>)[],
): Promise<void> => {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let failure: { readonly first: unknown } | undefined;
  const attempts = works.map(async (work) => {
    try {
      await work(either);
    } catch (error) {
      failure ??= { first: error };
      stop.abort();
    }
  });
  await Promise.all(attempts);
  if (failure) throw failure.first;
};

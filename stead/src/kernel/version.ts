/** Whether a dotted version is older than another: `1.9.3` than `1.10`. Letters after the numbers do not count. */
export const isOlder = (version: string, than: string): boolean => {
  const [left, right] = [numbersOf(version), numbersOf(than)];
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

const numbersOf = (version: string): readonly number[] =>
  (/^v?([\d.]+)/.exec(version)?.[1] ?? "0").split(".").map(Number);

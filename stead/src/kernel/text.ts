/** `1 file`, `3 files`; `2 aliases` with a plural of its own. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Words joined for a sentence: `a`, `a and b`, `a, b and c`; the last joint may be `or`. */
export const join = (words: readonly string[], joint: "and" | "or" = "and"): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;

/** Seconds for people: `40 ms`, `1.4 s`, `2 min 5 s`, `3 h 10 min`, `4 d 2 h`. */
export const sayDuration = (seconds: number): string => {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${trim(seconds)} s`;
  const whole = Math.round(seconds);
  const step = durationSteps.find(({ size }) => whole >= size) ?? durationSteps[2];
  const rest = Math.floor((whole % step.size) / step.below.size);
  const head = `${Math.floor(whole / step.size)} ${step.unit}`;
  return rest > 0 ? `${head} ${rest} ${step.below.unit}` : head;
};

const durationSteps = [
  { size: 86_400, unit: "d", below: { size: 3600, unit: "h" } },
  { size: 3600, unit: "h", below: { size: 60, unit: "min" } },
  { size: 60, unit: "min", below: { size: 1, unit: "s" } },
] as const;

/** Bytes for people, in powers of 1024: `512 B`, `1.5 kB`, `20 MB`, `3.2 GB`. */
export const sayBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), byteUnits.length - 1);
  const amount = trim(bytes / 1024 ** power);
  // 1023.9 kB rounds to 1024 kB, which people read as 1 MB.
  return amount === "1024" && power < byteUnits.length - 1
    ? `1 ${byteUnits[power + 1]}`
    : `${amount} ${byteUnits[power]}`;
};

const byteUnits = ["B", "kB", "MB", "GB", "TB"] as const;

const trim = (value: number): string => (value < 10 ? value.toFixed(1).replace(/\.0$/u, "") : value.toFixed(0));

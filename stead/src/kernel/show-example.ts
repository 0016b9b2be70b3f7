import { isPlain } from "./is-plain.ts";

/** A value as one writes it in stead.config.ts, on one line. */
export const showExample = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => showExample(item)).join(", ")}]`;
  if (!isPlain(value)) return JSON.stringify(value) ?? "undefined";
  const entries = Object.entries(value).map(
    ([key, inner]) => `${/^[A-Za-z_$][\w$]*$/u.test(key) ? key : JSON.stringify(key)}: ${showExample(inner)}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
};

import { createHash } from "node:crypto";

/** sha256 hex of text or bytes: what a file's content is compared by. */
export const hashText = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");

/** sha256 hex of a plain value. The order of keys does not count, so that equal values have equal hashes. */
export const hashOf = (value: unknown): string => hashText(JSON.stringify(sorted(value)) ?? "undefined");

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};

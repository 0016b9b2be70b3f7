import { createHash } from "node:crypto";
import type { Instances } from "./vocabulary.ts";

/** sha256 hex of an Instances value; what a running generation carries, and the plan compares. `says` does not count. */
export const instancesHash = (instances: Instances): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted({ ...instances, says: "" })))
    .digest("hex");

/** The same value with its keys in order, so that equal values give equal text. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};

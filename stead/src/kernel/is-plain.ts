/** A plain object: what `{…}` makes, and nothing with a class. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A config may come from another realm, whose Object.prototype is not ours but has no prototype either.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

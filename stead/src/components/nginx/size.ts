/** Bytes of `10m`, `512k`, `1.5 GB`, `2048` (powers of 1024, as nginx counts); undefined: no size. */
export const bytesOf = (size: string | number): number | undefined => {
  if (typeof size === "number") return size;
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)\s*(?:([kmg])i?)?b?$/u.exec(size.trim().toLowerCase()) ?? [];
  return amount === undefined ? undefined : Math.floor(Number(amount) * (factors[unit] ?? 1));
};

const factors: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

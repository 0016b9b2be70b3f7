/** For tests: what bin/parts.mjs offers. */
export const allParts: readonly { readonly name: string; readonly kind: "tool" | "vitest" }[];

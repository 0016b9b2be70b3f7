import type { Ownership } from "../state/vocabulary.ts";

/** Only who may do what with a value's path: a Host gets nothing else of it. */
export const ownershipOf = ({ mode, account }: Ownership): Ownership =>
  account === undefined ? { mode } : { mode, account };

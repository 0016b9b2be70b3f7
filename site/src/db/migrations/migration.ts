/**
 * One ordered step of the schema. Its statements may be run again after a crash half-way (`IF NOT EXISTS`), and the
 * running release must still work when they have been run: first expand, and contract only in a later release, when no
 * running code reads what goes. That is what lets a release be rolled back.
 */
export interface Migration {
  /** Its place and its subject, `001-accounts`. Never changes once released. */
  readonly id: string;
  readonly statements: readonly string[];
}

/** Prose compares as people expect: without case and accents. */
export const TABLE = "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci";
/** Keys compare byte by byte: no two look-alikes are equal, and none differ by case alone. */
export const ASCII = "CHARACTER SET ascii COLLATE ascii_bin";

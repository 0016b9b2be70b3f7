import type { Verb } from "./verb.ts";

/** Every verb, in the order `--help` shows them. */
export const verbs = {} as const satisfies Readonly<Record<string, Verb>>;

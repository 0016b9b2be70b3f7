import { explain } from "./verbs/explain.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order `--help` shows them. A new one is its file in verbs/ and a line here. */
export const verbs = { explain } as const satisfies Readonly<Record<string, Verb>>;

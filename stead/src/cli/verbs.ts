import { explain } from "./verbs/explain.ts";
import { init } from "./verbs/init.ts";
import type { Verb } from "./verb.ts";

/** Every verb, in the order `--help` shows them. A new one is its file in verbs/ and a line here. */
export const verbs = { init, explain } as const satisfies Readonly<Record<string, Verb>>;

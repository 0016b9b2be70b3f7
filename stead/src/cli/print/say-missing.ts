import type { Fault } from "../../kernel/errors.ts";
import type { Paint } from "./screen.ts";

/** What must be given before `up` or `deploy` can do anything, a line each. */
export const sayMissing = (missing: readonly Fault[], paint: Paint): readonly string[] =>
  missing.map(({ where, what, mend }) => `  ${paint("yellow", "!")} ${where} ${what} ${mend}`);

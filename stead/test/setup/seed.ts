import fc from "fast-check";

/**
 * One seed for everything random in a run, so that a failure can be repeated: `STEAD_SEED=N npm test`.
 * bin/test.mjs picks and prints it; a test run by hand takes 1.
 */
export const seed = Number(process.env["STEAD_SEED"] ?? 1);

fc.configureGlobal({ seed });

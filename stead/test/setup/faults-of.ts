import { siteSchema } from "../../src/components/registry.ts";
import { SteadError } from "../../src/kernel/errors.ts";
import { parseSpec } from "../../src/spec/parse.ts";

/** `where: what | mend [CODE]` of every fault. */
export const faultsOf = (value: unknown, environment = "local"): readonly string[] => {
  try {
    parseSpec(value, environment, siteSchema);
    return [];
  } catch (error) {
    if (!(error instanceof SteadError)) throw error;
    return error.faults.map(({ code, where, what, mend }) => `${where}: ${what} | ${mend} [${code}]`);
  }
};

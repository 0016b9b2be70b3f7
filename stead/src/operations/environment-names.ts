import { isPlain } from "../kernel/is-plain.ts";
import { valueAt } from "../spec/merge.ts";
import type { SiteWish } from "./open-site.ts";
import { readConfig } from "./read-config.ts";

/** The names of a site's environments, `local` first. */
export const environmentNames = async (wish: SiteWish): Promise<readonly string[]> => {
  const { value } = await readConfig(wish);
  const environments = valueAt(value, ["environments"]);
  return [...new Set(["local", ...(isPlain(environments) ? Object.keys(environments) : [])])];
};

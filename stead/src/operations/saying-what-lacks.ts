import { commandFor } from "../kernel/command-for.ts";
import { SteadError, type Fault } from "../kernel/errors.ts";
import { join } from "../kernel/text.ts";
import { planFor } from "../plan/plan-for.ts";
import { observeSite } from "./observe-site.ts";
import type { OpenSite } from "./open-site.ts";

/**
 * Does the work of a release. When that fails, its faults tell as well what the site lacks, if `up` would start or set up
 * something: no release is well on a database that does not run, or that does not let it in.
 */
export const sayingWhatLacks = async <Result>(site: OpenSite, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SteadError && error.faults.some(ofRelease) ? await told(site, error) : error;
  }
};

const ofRelease = ({ code }: Fault): boolean => code.startsWith("RELEASE_") && code !== "RELEASE_NOT_FOUND";

const told = async (site: OpenSite, error: SteadError): Promise<SteadError> => {
  const lacks = await lacking(site).catch(() => []);
  if (lacks.length === 0) return error;
  const also = `First run \`${commandFor("up", site.environment)}\`, for the site lacks something: it would ${join(lacks.map(asClause))}.`;
  const [first, ...more] = error.faults.map((fault) => ({ ...fault, mend: `${also} ${fault.mend}` }));
  return first ? new SteadError(first, ...more) : error;
};

const lacking = async (site: OpenSite): Promise<readonly string[]> =>
  planFor(await observeSite(site))
    .changes.filter(({ action }) => action.do === "ensure" || action.do === "start")
    .map(({ says }) => says);

/** "Set up the database" inside of a sentence. */
const asClause = (says: string): string => says.charAt(0).toLowerCase() + says.slice(1);

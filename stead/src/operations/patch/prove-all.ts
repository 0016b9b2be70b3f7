import { SteadError } from "../../kernel/errors.ts";
import type { Progress } from "../at-work.ts";
import type { Finding } from "../doctor/finding.ts";
import type { OpenSite } from "../open-site.ts";
import { complaintsOf, newComplaints, sayComplaint } from "./prove-site.ts";
import { saying } from "./saying.ts";

/** Seconds for everything to be as before: a database may have its log to go through after a restart. */
const PATIENCE = 180;

/** Makes every check on every host until all answer as before; what was wrong then and still is. Throws PATCH_UNPROVED. */
export const proveAll = async (
  site: OpenSite,
  before: ReadonlyMap<string, readonly Finding[]>,
  { report, signal }: Progress,
): Promise<readonly string[]> => {
  const words = { step: "prove", says: "Proving that all answers", ended: "Everything answers as before" };
  return saying(report, words, async () => {
    const hosts = [...site.hosts].map(async ([name, host]) => {
      const look = () => complaintsOf(site, host);
      const wrong = await newComplaints(look, before.get(name) ?? [], PATIENCE, signal);
      if (wrong.length > 0) throw unproved(name, wrong);
      return (await look()).map(sayComplaint);
    });
    return (await Promise.all(hosts)).flat();
  });
};

const unproved = (host: string, wrong: readonly Finding[]): SteadError =>
  new SteadError({
    code: "PATCH_UNPROVED",
    where: host,
    what: "It is upgraded, and what is told below was not wrong before.",
    mend: "`stead doctor` shows it with how to mend it; `stead up` starts what is missing.",
    lines: wrong.map(sayComplaint),
  });

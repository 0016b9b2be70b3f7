import type { Host } from "../../host/host.ts";
import { SteadError, type Fault } from "../../kernel/errors.ts";
import type { Finding } from "../doctor/finding.ts";
import type { OpenSite } from "../open-site.ts";
import { complaintsOf, newComplaints, sayComplaint } from "./prove-site.ts";

/** Upgrades a host's packages; its engines run on as they are. Throws PATCH_FAILED, which says whether the site serves on. */
export const upgradeHost = async (
  site: OpenSite,
  host: Host,
  before: readonly Finding[],
  say: (line: string) => void,
): Promise<void> => {
  try {
    await host.packages.upgrade?.(site.topology.engines ?? [], say);
  } catch (error) {
    const [fault] = error instanceof SteadError ? error.faults : [];
    if (!fault || !aptsOwn.has(fault.code)) throw error;
    const wrong = await newComplaints(() => complaintsOf(site, host), before, 0);
    throw failed(fault, wrong);
  }
};

/** A lost connection is told as what it is: the upgrade goes on without us. */
const aptsOwn: ReadonlySet<Fault["code"]> = new Set([
  "PATCH_FAILED",
  "PACKAGES_BROKEN",
  "PACKAGES_BUSY",
  "PACKAGES_UNAVAILABLE",
  "DISK_FULL",
  "ENGINE_MISSING",
]);

const failed = (fault: Fault, wrong: readonly Finding[]): SteadError =>
  new SteadError({
    code: "PATCH_FAILED",
    where: fault.where,
    what:
      wrong.length === 0
        ? `${fault.what} Nothing was restarted: the site serves as before.`
        : `${fault.what} And this is wrong now: ${wrong.map(sayComplaint).join(" ")}`,
    mend: fault.mend,
    lines: fault.lines ?? [],
  });

import type { Host } from "../host/host.ts";
import { delegate } from "./internet/open-internet.ts";
import type { Lab, LabRecord, LabSite } from "./lab.ts";
import { withLabLock } from "./lock.ts";
import { readRecord, writeRecord } from "./record.ts";

/** Changes which sites live in a lab, or what stands about their domains above them. Throws LOCKED. */
export const changeSites = (
  machine: Host,
  lab: Lab,
  record: LabRecord,
  change: (sites: readonly LabSite[]) => readonly LabSite[],
): Promise<void> =>
  withLabLock(machine, lab, async () => {
    const now = (await readRecord(machine, lab)) ?? record;
    const sites = change(now.sites);
    await delegate(machine, lab, sites);
    await writeRecord(machine, lab, { ...now, sites });
  });

/** Whether two mean the same site in the same environment. */
export const isSameSite = (
  one: Pick<LabSite, "folder" | "environment">,
  other: Pick<LabSite, "folder" | "environment">,
): boolean => one.folder === other.folder && one.environment === other.environment;

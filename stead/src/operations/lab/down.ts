import { existsSync } from "node:fs";
import type { Host } from "../../host/host.ts";
import { clearLab } from "../../lab/clear.ts";
import { labOf, labOfRecord } from "../../lab/lab.ts";
import { withLabLock } from "../../lab/lock.ts";
import { isThere } from "../../lab/look.ts";
import { changeSites, isSameSite } from "../../lab/sites.ts";
import type { Progress } from "../at-work.ts";
import { findLabs, severalLabs, type FoundLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

export interface LabDownResult {
  /** The lab that was cleared or left; absent: there was none. */
  readonly lab?: string;
  /** Folders of sites that still live in it, so that it stays. */
  readonly stays?: readonly string[];
}

/**
 * Takes away a site's lab with everything in it. Also what a killed command left of one; images are kept for the next. A
 * lab in which other sites live stays: this site only leaves it.
 */
export const labDown = async (wish: LabWish, { report }: Pick<Progress, "report">): Promise<LabDownResult> => {
  const { machine, folder, found } = await findLabs(wish);
  const [one, other] = found;
  if (other) throw severalLabs(found);
  if (one && (await isShared(machine, one))) return leave(machine, one);
  const environment = wish.environment ?? one?.record.environment;
  if (environment === undefined) return {};
  const lab = one ? labOfRecord(one.record) : labOf(folder, environment);
  const from = performance.now();
  report({ kind: "begin", step: "clear", says: "Clearing the lab" });
  await withLabLock(machine, lab, () => clearLab(machine, lab));
  report({ kind: "end", step: "clear", says: "Cleared the lab", seconds: (performance.now() - from) / 1000 });
  return one ? { lab: lab.name } : {};
};

/** A site whose folder was removed lives nowhere, and keeps no lab. */
const isShared = async (machine: Host, { record, site }: FoundLab): Promise<boolean> =>
  record.sites.some((one) => !isSameSite(one, site) && existsSync(one.folder)) &&
  (await isThere(machine, labOfRecord(record)));

const leave = async (machine: Host, { record, site }: FoundLab): Promise<LabDownResult> => {
  const lab = labOfRecord(record);
  await changeSites(machine, lab, record, (sites) => sites.filter((one) => !isSameSite(one, site)));
  return { lab: lab.name, stays: record.sites.filter((one) => one !== site).map((one) => one.folder) };
};

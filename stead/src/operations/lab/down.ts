import { clearLab } from "../../lab/clear.ts";
import { labOf } from "../../lab/lab.ts";
import { withLabLock } from "../../lab/lock.ts";
import type { Progress } from "../at-work.ts";
import { findLabs, severalLabs } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

export interface LabDownResult {
  /** The lab that was cleared; absent: there was none. */
  readonly lab?: string;
}

/** Takes away a site's lab with everything in it. Also what a killed command left of one; images are kept for the next. */
export const labDown = async (wish: LabWish, { report }: Pick<Progress, "report">): Promise<LabDownResult> => {
  const { machine, folder, records } = await findLabs(wish);
  const [record, other] = records;
  if (record && other) throw severalLabs(records);
  const environment = record?.environment ?? wish.environment;
  if (environment === undefined) return {};
  const lab = labOf(folder, environment);
  const from = performance.now();
  report({ kind: "begin", step: "clear", says: "Clearing the lab" });
  await withLabLock(machine, lab, () => clearLab(machine, lab));
  report({ kind: "end", step: "clear", says: "Cleared the lab", seconds: (performance.now() - from) / 1000 });
  return record ? { lab: lab.name } : {};
};

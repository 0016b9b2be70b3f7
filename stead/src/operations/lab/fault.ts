import { SteadError } from "../../kernel/errors.ts";
import { befall, type LabFaultName } from "../../lab/faults.ts";
import { withLabLock } from "../../lab/lock.ts";
import type { Progress } from "../at-work.ts";
import { hostNamed, openLab } from "./open-lab.ts";
import type { LabWish } from "./wanted-lab.ts";

export interface LabFaultWish {
  readonly fault: LabFaultName;
  readonly host: string;
  /** Of `kill`. */
  readonly unit?: string;
}

/** Does something to a host of the lab, and returns when it is so. Throws USAGE, NOT_RUNNING. */
export const labFault = async (
  wish: LabWish,
  { fault, host: name, unit }: LabFaultWish,
  { signal }: Pick<Progress, "signal">,
): Promise<LabFaultWish> => {
  const open = await openLab(wish);
  const host = hostNamed(open, name);
  if (fault === "kill" && unit === undefined) throw noUnit(name);
  const { machine, lab } = open;
  const befalls = { lab, host, fault, signal, ...(unit === undefined ? {} : { unit }) };
  await withLabLock(machine, lab, () => befall(machine, befalls));
  return { fault, host: name, ...(unit === undefined ? {} : { unit }) };
};

const noUnit = (host: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: `stead lab kill ${host}`,
    what: "does not say which unit.",
    mend: `Name it as systemd does: stead lab kill ${host} nginx.service.`,
  });

export type { LabFaultName };

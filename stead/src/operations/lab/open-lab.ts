import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Host } from "../../host/host.ts";
import { openLocalHost } from "../../host/local/local-host.ts";
import { SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { join } from "../../kernel/text.ts";
import { hostsOf, labOf, type Lab, type LabHost, type LabRecord } from "../../lab/lab.ts";
import { isThere } from "../../lab/look.ts";
import { listRecords } from "../../lab/record.ts";
import { refuseWithoutRoot } from "../../lab/requirements.ts";
import { findConfig } from "../read-config.ts";
import type { LabWish } from "./wanted-lab.ts";

/** A lab that is there. */
export interface OpenLab {
  /** This machine. */
  readonly machine: Host;
  readonly lab: Lab;
  readonly record: LabRecord;
  readonly hosts: readonly LabHost[];
}

/** Finds the lab of a site by what is noted on disk: the spec may have changed since. Throws NOT_RUNNING, USAGE, LAB_NEEDS_ROOT. */
export const openLab = async (wish: LabWish): Promise<OpenLab> => {
  const { machine, records } = await findLabs(wish);
  const [record, other] = records;
  if (record && other) throw severalLabs(records);
  const lab = record && labOf(record.folder, record.environment);
  if (!lab || !(await isThere(machine, lab))) throw noLab(wish);
  return { machine, lab, record, hosts: hostsOf(lab, record.servers) };
};

/** This machine, and what is noted of a site's labs, or of the one that is named. */
export const findLabs = async (
  wish: LabWish,
): Promise<{ readonly machine: Host; readonly folder: string; readonly records: readonly LabRecord[] }> => {
  const folder = realpathSync(dirname(findConfig(wish)));
  const machine = await openLocalHost({ folder });
  await refuseWithoutRoot(machine);
  const records = await listRecords(machine, folder);
  const { environment } = wish;
  return {
    machine,
    folder,
    records: records.filter((record) => [undefined, record.environment].includes(environment)),
  };
};

/** A host of a lab. Throws USAGE, with the nearest name, when it has none of that name. */
export const hostNamed = ({ hosts }: OpenLab, name: string): LabHost => {
  const found = hosts.find((host) => host.name === name);
  if (found) return found;
  const names = hosts.map((host) => host.name);
  const near = nearest(name, names);
  throw new SteadError({
    code: "USAGE",
    where: "the host",
    what: name === "" ? "is not named." : `"${name}" is not one of the lab's.`,
    mend: near === undefined ? `Its hosts: ${join(names)}.` : `Did you mean "${near}"?`,
  });
};

export const severalLabs = (records: readonly LabRecord[]): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead lab",
    what: `the site has several labs: ${join(records.map(({ environment }) => environment))}.`,
    mend: "Name one with -e.",
  });

const noLab = ({ environment }: LabWish): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: environment === undefined ? "the lab" : `the lab of ${environment}`,
    what: "is not up.",
    mend: `\`stead lab up${environment === undefined ? "" : ` ${environment}`}\` makes it.`,
  });

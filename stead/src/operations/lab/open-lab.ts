import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Host } from "../../host/host.ts";
import { openLocalHost } from "../../host/local/local-host.ts";
import { SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { join } from "../../kernel/text.ts";
import { hostsOf, labOfRecord, type Lab, type LabHost, type LabRecord, type LabSite } from "../../lab/lab.ts";
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
  /** The site that asks: one of the record's. */
  readonly site: LabSite;
}

/** Finds the lab of a site by what is noted on disk: the spec may have changed since. Throws NOT_RUNNING, USAGE, LAB_NEEDS_ROOT. */
export const openLab = async (wish: LabWish): Promise<OpenLab> => {
  const { machine, found } = await findLabs(wish);
  const [one, other] = found;
  if (other) throw severalLabs(found);
  const lab = one && labOfRecord(one.record);
  if (!lab || !(await isThere(machine, lab))) throw noLab(wish);
  return { machine, lab, ...one, hosts: hostsOf(lab, one.record.servers) };
};

/** A lab, and the site that lives in it. */
export interface FoundLab {
  readonly record: LabRecord;
  readonly site: LabSite;
}

/** This machine, and what is noted of the labs that a site lives in, or of the one whose environment is named. */
export const findLabs = async (
  wish: LabWish,
): Promise<{ readonly machine: Host; readonly folder: string; readonly found: readonly FoundLab[] }> => {
  const folder = realpathSync(dirname(findConfig(wish)));
  const machine = await openLocalHost({ folder });
  await refuseWithoutRoot(machine);
  const records = await listRecords(machine);
  const isMeant = (site: LabSite): boolean =>
    site.folder === folder && [undefined, site.environment].includes(wish.environment);
  const found = records.flatMap((record) => record.sites.filter(isMeant).map((site) => ({ record, site })));
  return { machine, folder, found };
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

export const severalLabs = (found: readonly FoundLab[]): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead lab",
    what: `the site has several labs: ${join(found.map(({ site }) => site.environment))}.`,
    mend: "Name one with -e.",
  });

const noLab = ({ environment }: LabWish): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: environment === undefined ? "the lab" : `the lab of ${environment}`,
    what: "is not up.",
    mend: `\`stead lab up${environment === undefined ? "" : ` ${environment}`}\` makes it.`,
  });

import type { Host } from "../../host/host.ts";
import { openLocalHost } from "../../host/local/local-host.ts";
import { refuse, SteadError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { join } from "../../kernel/text.ts";
import { labOfRecord, type LabRecord } from "../../lab/lab.ts";
import { isThere } from "../../lab/look.ts";
import { listRecords } from "../../lab/record.ts";
import { refuseWithoutRoot } from "../../lab/requirements.ts";
import { changeSites, isSameSite } from "../../lab/sites.ts";
import { strangersTo } from "./strangers.ts";
import { wantedLab, type LabWish } from "./wanted-lab.ts";

/**
 * Lets a site live on the servers of another site's lab, as two sites share rented servers: its domain is delegated too,
 * and every `stead lab` of it means that lab. Its servers must be hosts there. Throws USAGE, SPEC_INVALID, LAB_NEEDS_ROOT.
 */
export const labJoin = async (wish: LabWish, name: string): Promise<{ readonly lab: string }> => {
  const wanted = await wantedLab(wish);
  const machine = await openLocalHost({ folder: wanted.folder });
  await refuseWithoutRoot(machine);
  const record = await recordNamed(machine, name);
  refuse(strangersTo(record, wanted));
  const lab = labOfRecord(record);
  const { folder, environment, delegation } = wanted;
  const site = { folder, environment, delegation };
  await changeSites(machine, lab, record, (sites) => [...sites.filter((one) => !isSameSite(one, site)), site]);
  return { lab: lab.name };
};

const recordNamed = async (machine: Host, name: string): Promise<LabRecord> => {
  const records = await listRecords(machine);
  const found = records.find((record) => labOfRecord(record).name === name);
  if (found && (await isThere(machine, labOfRecord(found)))) return found;
  const names = records.map((record) => labOfRecord(record).name);
  const near = nearest(name, names);
  throw new SteadError({
    code: "USAGE",
    where: "stead lab join",
    what: name === "" ? "does not say which lab." : `no lab "${name}" is up.`,
    mend:
      near === undefined
        ? `Labs on this machine: ${names.length > 0 ? join(names) : "none"}.`
        : `Did you mean "${near}"?`,
  });
};

import { isDeepStrictEqual } from "node:util";
import type { Host } from "../../host/host.ts";
import { openLocalHost } from "../../host/local/local-host.ts";
import { refuse } from "../../kernel/errors.ts";
import { clearLab } from "../../lab/clear.ts";
import { openInternet } from "../../lab/internet/open-internet.ts";
import { labOfRecord, type Lab, type LabServer } from "../../lab/lab.ts";
import { withLabLock } from "../../lab/lock.ts";
import { isThere } from "../../lab/look.ts";
import { makeLab } from "../../lab/make-lab.ts";
import { readMirror } from "../../lab/mirror.ts";
import { isMade, listRecords, noteMade, readRecord } from "../../lab/record.ts";
import { installRequirements, refuseWithoutRoot } from "../../lab/requirements.ts";
import { isSameSite } from "../../lab/sites.ts";
import type { Progress } from "../at-work.ts";
import { strangersTo } from "./strangers.ts";
import { wantedLab, type LabWish, type WantedLab } from "./wanted-lab.ts";

export interface LabUpResult {
  readonly lab: string;
  readonly environment: string;
  /** False: it was there already, just so. */
  readonly made: boolean;
  readonly hosts: readonly { readonly name: string; readonly addresses: readonly string[]; readonly debian: number }[];
  /** An ssh configuration that reaches the hosts by name. */
  readonly sshConfig: string;
}

/**
 * Makes a lab of an environment's servers, and returns when all hosts answer. One that is there with the same servers is
 * left alone; any other, and whatever a killed command left, is cleared first. Ended half-way, it leaves nothing.
 */
export const labUp = async (wish: LabWish, progress: Progress): Promise<LabUpResult> => {
  const wanted = await wantedLab(wish);
  const machine = await openLocalHost({ folder: wanted.folder });
  await refuseWithoutRoot(machine);
  await installRequirements(machine, progress.report);
  const joined = await labJoined(machine, wanted);
  const made = joined ? false : await withLabLock(machine, wanted.lab, () => ensure(machine, wanted, progress));
  const { environment, servers } = wanted;
  const lab = joined ?? wanted.lab;
  return { lab: lab.name, environment, made, hosts: servers, sshConfig: lab.sshConfig };
};

/** The lab of another site, in which this one lives. Throws SPEC_INVALID when the site has got servers that it has not. */
const labJoined = async (machine: Host, wanted: WantedLab): Promise<Lab | undefined> => {
  const records = await listRecords(machine);
  const record = records.find(
    ({ id, sites }) => id !== wanted.lab.id && sites.some((site) => isSameSite(site, wanted)),
  );
  if (!record || !(await isThere(machine, labOfRecord(record)))) return undefined;
  refuse(strangersTo(record, wanted));
  return labOfRecord(record);
};

const ensure = async (machine: Host, wanted: WantedLab, progress: Progress): Promise<boolean> => {
  const { lab, servers, environment, folder, delegation } = wanted;
  const before = await readRecord(machine, lab);
  const whole = (await isMade(machine, lab)) && (await isThere(machine, lab));
  if (before && whole && isAlike(before.servers, servers)) {
    await openInternet(machine, lab, before.sites);
    return false;
  }
  if (before) progress.report({ kind: "line", says: whole ? OTHER_SERVERS : LEFTOVERS });
  // Asked meanwhile: it takes apt half a second. What it throws is thrown when the lab is cleared.
  const asked = Promise.allSettled([readMirror(machine)]);
  await clearLab(machine, lab);
  const mirror = settledValue((await asked)[0]);
  const others = before?.sites.filter((site) => !isSameSite(site, wanted)) ?? [];
  const sites = [{ folder, environment, delegation }, ...others];
  const record = { id: lab.id, environment, folder, servers, sites, since: new Date().toISOString() };
  try {
    await makeLab(machine, { lab, record, mirror }, progress);
    await noteMade(machine, lab);
  } catch (error) {
    await clearLab(machine, lab);
    throw error;
  }
  return true;
};

const settledValue = <T>(result: PromiseSettledResult<T>): T => {
  if (result.status === "rejected") throw result.reason;
  return result.value;
};

/** Whether the hosts that are there do: ones with packages also for who did not ask for packages. */
const isAlike = (there: readonly LabServer[], wanted: readonly LabServer[]): boolean =>
  isDeepStrictEqual(
    there.map(({ packages, ...server }, index) =>
      wanted[index]?.packages === undefined ? server : { ...server, ...(packages && { packages }) },
    ),
    wanted,
  );

const OTHER_SERVERS = "The lab had other servers than stead.config.ts: it is made anew.";
const LEFTOVERS = "Cleared what an earlier lab had left.";

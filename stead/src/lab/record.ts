import type { Host } from "../host/host.ts";
import { LAB_FOLDER, type Lab, type LabRecord } from "./lab.ts";

/** What is noted about a lab; undefined: nothing readable, and what else there may be of it is a leftover. */
export const readRecord = async (host: Host, lab: Pick<Lab, "home">): Promise<LabRecord | undefined> => {
  const content = await host.files.read(fileOf(lab));
  if (content === undefined) return undefined;
  try {
    return withSites(JSON.parse(new TextDecoder().decode(content)) as LabRecord);
  } catch {
    return undefined;
  }
};

/** One that an older Stead wrote names no sites: its own is the only one. */
const withSites = (record: Omit<LabRecord, "sites"> & Partial<LabRecord>): LabRecord => {
  const { folder, environment } = record;
  return { ...record, sites: record.sites ?? [{ folder, environment, delegation: NONE }] };
};

const NONE = { domain: "", nameServers: [], ds: [] };

/** Notes a lab. The first thing that is done for it, so that whatever comes after can be found. */
export const writeRecord = async (host: Host, lab: Lab, record: LabRecord): Promise<void> => {
  await host.files.makeFolder(LAB_FOLDER, { mode: 0o755 });
  // The lab's own programs pass through it to what is theirs; hosts and keys are behind folders of root alone.
  await host.files.makeFolder(lab.home, { mode: 0o711 });
  for (const folder of ["hosts", "ssh"]) await host.files.makeFolder(`${lab.home}/${folder}`, { mode: 0o700 });
  await host.files.write(fileOf(lab), `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
};

/** Notes that a lab was made to its end. */
export const noteMade = (host: Host, lab: Lab): Promise<void> =>
  host.files.write(`${lab.home}/made`, "", { mode: 0o600 });

/** Whether it was: if not, its command was killed. */
export const isMade = async (host: Host, lab: Lab): Promise<boolean> =>
  (await host.files.read(`${lab.home}/made`)) !== undefined;

/** All labs on this machine. */
export const listRecords = async (host: Host): Promise<readonly LabRecord[]> => {
  const names = (await host.files.list(LAB_FOLDER)).filter((name) => /^[a-z].*-[0-9a-f]{6}$/u.test(name));
  const records = await Promise.all(names.map((name) => readRecord(host, { home: `${LAB_FOLDER}/${name}` })));
  return records.flatMap((record) => record ?? []);
};

const fileOf = (lab: Pick<Lab, "home">): string => `${lab.home}/lab.json`;

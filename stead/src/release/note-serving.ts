import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { readRecord, writeRecord } from "./record.ts";

/** HOME/releases/current leads to the release to start after a reboot, when RUN is empty; its record says since when it serves. */
export const noteServing = async (host: Host, place: HostPlace, id: string): Promise<void> => {
  await host.files.link(notePath(place), id);
  const record = await readRecord(host, place, id);
  if (record) await writeRecord(host, place, { ...record, served: new Date().toISOString() });
};

/**
 * To be asked before a release is noted. The answer puts note and record back as they were: a release that had to go back has
 * not served, and the one before has served all the time.
 */
export const keepingNote = async (host: Host, place: HostPlace, id: string): Promise<() => Promise<void>> => {
  const path = notePath(place);
  const before = (await host.files.look([path])).get(path)?.target;
  const record = await readRecord(host, place, id);
  return async () => {
    await (before === undefined ? host.files.remove(path) : host.files.link(path, before));
    if (record) await writeRecord(host, place, record);
  };
};

const notePath = (place: HostPlace): string => join(place.paths.releases, "current");

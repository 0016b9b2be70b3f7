import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { HostPlace } from "../topology/topology.ts";
import { notedRelease } from "./current-release.ts";
import { readRecord, writeRecord } from "./record.ts";

/** HOME/releases/current leads to the release to start after a reboot, when RUN is empty; its record says since when it serves. */
export const noteServing = async (host: Host, place: HostPlace, id: string): Promise<void> => {
  const record = await readRecord(host, place, id);
  if (record) await writeRecord(host, place, { ...record, served: new Date().toISOString() });
  await host.files.link(notePath(place), id);
};

/**
 * To be asked before a release is noted. The answer puts note and record back as they were: a release that had to go back has
 * not served, and the one before has served all the time.
 */
export const keepingNote = async (host: Host, place: HostPlace, id: string): Promise<() => Promise<void>> => {
  const before = await notedRelease(host, place);
  const record = await readRecord(host, place, id);
  return async () => {
    // What is so already takes no room on the disk.
    if (before === undefined) await host.files.remove(notePath(place));
    else if ((await notedRelease(host, place)) !== before) await host.files.link(notePath(place), before);
    if (record && (await readRecord(host, place, id))?.served !== record.served) await writeRecord(host, place, record);
  };
};

const notePath = (place: HostPlace): string => join(place.paths.releases, "current");

import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { generationBootPath, generationBootText, hasBootFile } from "../topology/boot-file.ts";
import type { HostPlace } from "../topology/topology.ts";
import { notedRelease } from "./current-release.ts";
import { releaseOf } from "./names.ts";
import { readRecord, writeRecord } from "./record.ts";

/**
 * `releases/current` leads to the release to start after a reboot, when RUN is empty; its record says since when it serves. Where
 * systemd starts it, what the generation needs of RUN is noted for it as well.
 */
export const noteServing = async (host: Host, place: HostPlace, generation: string): Promise<void> => {
  const id = releaseOf(generation);
  const record = await readRecord(host, place, id);
  if (record) await writeRecord(host, place, { ...record, served: new Date().toISOString() });
  await host.files.link(notePath(place), id);
  if (!hasBootFile(place)) return;
  await host.files.write(generationBootPath(place), generationBootText(place, generation, id), { mode: 0o644 });
};

/**
 * To be asked before a release is noted. The answer puts note and record back as they were: a release that had to go back has
 * not served, and the one before has served all the time.
 */
export const keepingNote = async (host: Host, place: HostPlace, id: string): Promise<() => Promise<void>> => {
  const before = await notedRelease(host, place);
  const record = await readRecord(host, place, id);
  const boot = hasBootFile(place) ? await host.files.read(generationBootPath(place)) : undefined;
  return async () => {
    if (boot !== undefined) await host.files.write(generationBootPath(place), boot, { mode: 0o644 });
    // What is so already takes no room on the disk.
    if (before === undefined) await host.files.remove(notePath(place));
    else if ((await notedRelease(host, place)) !== before) await host.files.link(notePath(place), before);
    if (record && (await readRecord(host, place, id))?.served !== record.served) await writeRecord(host, place, record);
  };
};

const notePath = (place: HostPlace): string => join(place.paths.releases, "current");

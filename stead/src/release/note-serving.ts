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

/** No release serves, nor did one before. */
export const forgetServing = (host: Host, place: HostPlace): Promise<void> => host.files.remove(notePath(place));

const notePath = (place: HostPlace): string => join(place.paths.releases, "current");

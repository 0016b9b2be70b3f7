import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { HostPlace } from "../../topology/topology.ts";
import { keptReleases } from "../kept-releases.ts";
import { readRecord } from "../record.ts";
import { dependencyCache } from "./install-dependencies.ts";
import { nodeCache } from "./node-runtime.ts";

/** Keeps of the build's cache what the kept releases were made with: hard links, so that this costs no space of its own. */
export const pruneCache = async (host: Host, place: HostPlace): Promise<void> => {
  const records = await Promise.all((await keptReleases(host, place)).map((id) => readRecord(host, place, id)));
  const dependencies = new Set(records.map((record) => record?.dependencies));
  const runtimes = new Set(records.map((record) => record?.node));
  await keepOnly(host, dependencyCache(host), (name) => dependencies.has(name));
  await keepOnly(host, nodeCache(host), (name) => runtimes.has(name));
};

const keepOnly = async (host: Host, folder: string, wanted: (name: string) => boolean): Promise<void> => {
  for (const name of await host.files.list(folder)) if (!wanted(name)) await host.files.remove(join(folder, name));
};

import type { Host } from "../host/host.ts";
import { plural } from "../kernel/text.ts";
import type { DesiredState } from "../state/vocabulary.ts";
import type { HostPlace } from "../topology/topology.ts";
import { candidateFolder } from "./verify.ts";

/** Removes what a killed verb left of configurations on a host; tells what it removed. The caller holds the lock. */
export const clearCandidates = async (
  host: Host,
  place: HostPlace,
  desired: DesiredState,
): Promise<readonly string[]> => [...(await clearTrials(host, place)), ...(await clearHalfWritten(host, desired))];

const clearTrials = async (host: Host, place: HostPlace): Promise<readonly string[]> => {
  const folder = `${place.paths.etc}/${candidateFolder}`;
  if ((await host.files.look([folder])).get(folder) === undefined) return [];
  await host.files.remove(folder);
  return ["Cleared configurations that an interrupted command was trying."];
};

/** A Host writes a file beside its name first, so one that was cut off never stood in its place. */
const clearHalfWritten = async (host: Host, desired: DesiredState): Promise<readonly string[]> => {
  const paths = desired.flatMap((value) => (value.kind === "file" || value.kind === "secret" ? [value.path] : []));
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))))];
  const names = await Promise.all(
    folders.map(async (folder) => (await host.files.list(folder)).map((name) => ({ name, path: `${folder}/${name}` }))),
  );
  const left = names.flat().filter(({ name }) => /^\..+\.stead-new$/u.test(name));
  await Promise.all(left.map(({ path }) => host.files.remove(path)));
  return left.length === 0
    ? []
    : [`Cleared ${plural(left.length, "file")} that an interrupted command had half written.`];
};

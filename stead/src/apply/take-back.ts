import { manifestPath } from "../observe/manifest.ts";
import type { Change } from "../plan/plan.ts";
import { planHosts, type Ground, type PlannedHost } from "./ground.ts";

/**
 * To be asked before the first harmless change. The answer takes back what was made since: folders and secrets that were not
 * there, and their place in the manifest. A refused configuration or a full disk then leaves the host as it was. Packages and
 * accounts stay: they are the machine's, not the site's.
 */
export const takingBack = async (changes: readonly Change[], ground: Ground): Promise<() => Promise<void>> => {
  const backs = await Promise.all(planHosts(ground).map((on) => takingBackOn(on, changes)));
  return async () => {
    // The cause is what is to be told, not that its traces could not be removed: the next command knows them by the manifest.
    await Promise.allSettled(backs.map((back) => back()));
  };
};

const takingBackOn = async (on: PlannedHost, changes: readonly Change[]): Promise<() => Promise<void>> => {
  const { files } = on.host;
  const path = manifestPath(on.place);
  const before = await files.read(path);
  const made = changes.filter(({ host }) => host === on.state.host).flatMap((change) => newPath(on, change));
  return async () => {
    await (before === undefined ? files.remove(path) : restore(on, path, before));
    for (const one of made.toReversed()) {
      if ((await files.list(one).catch(() => [])).length === 0) await files.remove(one);
    }
  };
};

const restore = async ({ host }: PlannedHost, path: string, before: Uint8Array): Promise<void> => {
  const now = await host.files.read(path);
  if (now === undefined || !Buffer.from(now).equals(before)) await host.files.write(path, before, { mode: 0o644 });
};

/** What a change made where nothing stood: in the order of the plan, a folder before what lies in it. */
const newPath = ({ state }: PlannedHost, { action }: Change): readonly string[] => {
  const path = action.do === "folder" ? action.folder.path : action.do === "secret" ? action.secret.path : undefined;
  return path === undefined || state.observed.entries.get(path) !== undefined ? [] : [path];
};

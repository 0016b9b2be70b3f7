import { chmod, copyFile, link, mkdir, rename, stat } from "node:fs/promises";
import { constants } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";

/**
 * Puts the pinned Node into a release as `node`: a hard link to one copy in the site's cache, since the original may lie
 * where the application's account cannot enter (a clone in /root), and must not change its mode. Gives its version.
 */
export const placeNode = async (host: Host, folder: string): Promise<{ path: string; version: string }> => {
  const version = `${process.version}-${process.arch}`;
  const kept = join(nodeCache(host), version);
  if (!(await isThere(kept))) await keepCopy(host.where.own?.node ?? process.execPath, kept);
  const path = join(folder, "node");
  await link(kept, path);
  return { path, version };
};

/** `cache/node` in the site's home. */
export const nodeCache = (host: Host): string => join(host.where.home, "cache/node");

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const keepCopy = async (from: string, kept: string): Promise<void> => {
  await mkdir(join(kept, ".."), { recursive: true });
  const half = `${kept}.copying`;
  await copyFile(from, half, constants.COPYFILE_FICLONE);
  await chmod(half, 0o755);
  await rename(half, kept);
};

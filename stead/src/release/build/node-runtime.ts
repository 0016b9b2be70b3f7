import { chmod, link, mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { act } from "./act.ts";

/**
 * Puts the pinned Node into a release as `node`: a hard link to one copy in the site's cache, since the original may lie
 * where the application's account cannot enter (a clone in /root), and must not change its mode. Gives its version.
 */
export const placeNode = async (host: Host, folder: string): Promise<{ path: string; version: string }> => {
  const version = `${process.version}-${process.arch}`;
  const kept = join(nodeCache(host), version);
  if (!(await isThere(kept))) await keepCopy(host, host.where.own?.node ?? process.execPath, kept);
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

/**
 * By a process of its own: were the copy open for writing in this one, a program that is started at that moment would hold it
 * open too, and running it would fail with "Text file busy" (ETXTBSY, execve(2)).
 */
const keepCopy = async (host: Host, from: string, kept: string): Promise<void> => {
  await mkdir(join(kept, ".."), { recursive: true });
  const half = `${kept}.copying`;
  await act(host, ["cp", "--reflink=auto", "--", from, half]);
  await chmod(half, 0o755);
  await rename(half, kept);
};

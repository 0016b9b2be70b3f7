import { lstatSync, lutimesSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes a folder and all in it look young: what cleans /tmp by age (tmpfiles.d(5), 10 days on Debian 13) would take the
 * records and environment files of a site that nobody touches. Links are touched, not followed.
 */
export const touch = (path: string, now = new Date()): void => {
  lutimesSync(path, now, now);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) touch(join(path, name), now);
};

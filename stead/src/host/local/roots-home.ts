import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { SteadError } from "../../kernel/errors.ts";

/** Where root's sites lie whose folders the engines' account cannot enter. */
export const APART = "/var/lib/stead/local";

/**
 * Where the state of root's site in `folder` (without links) lies. A state that is there counts, wherever the folder was moved and
 * whatever became of its mode: with another, the site would come up empty. Throws OWN_FILE_UNREADABLE when the engines' account
 * can no longer enter the state.
 */
export const rootsHome = (folder: string, hash: string, account: string): string => {
  const [inside, apart] = [join(folder, ".stead"), join(APART, hash)];
  const noted = notedHome(folder);
  if (noted !== undefined) return noted;
  if (everybodyMayEnter(folder)) return inside;
  if (!existsSync(join(inside, "etc/manifest.json"))) return apart;
  throw new SteadError({
    code: "OWN_FILE_UNREADABLE",
    where: inside,
    what: `holds the site's state, but the account "${account}" that engines run as can no longer enter the folder.`,
    mend: `Move the state to where it can: mkdir -p ${APART} && mv '${inside}' ${apart}`,
  });
};

/** The state apart that a site's folder notes as its own; not that of a folder which it is only a copy of. */
const notedHome = (folder: string): string | undefined => {
  const home = notedIn(join(folder, ".stead"), "home");
  if (home === undefined || dirname(home) !== APART) return undefined;
  const owner = notedIn(home, "site");
  return owner !== undefined && (owner === folder || !existsSync(owner)) ? home : undefined;
};

/** A line of the file `where` that make-places.ts writes. */
const notedIn = (folder: string, name: "home" | "site"): string | undefined => {
  const file = join(folder, "where");
  return existsSync(file) ? new RegExp(`^${name} (/.+)$`, "mu").exec(readFileSync(file, "utf8"))?.[1] : undefined;
};

/** Whether every account can pass through the folder and all above it. The engines' account is in no other's group. */
const everybodyMayEnter = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 && (folder === "/" || everybodyMayEnter(dirname(folder)));

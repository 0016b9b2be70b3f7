import { createHash } from "node:crypto";
import { lstatSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SteadError } from "../../kernel/errors.ts";
import type { Where } from "../host.ts";
import { accountName, operator } from "./accounts.ts";
import { APART, rootsHome } from "./roots-home.ts";

/** What engines and the application run as when root starts a site. */
export const SITE_ACCOUNT = "stead";

/** Where the state of a site lies on this machine. */
export interface Places extends Where {
  /** The site's folder, without links. */
  readonly folder: string;
}

/**
 * Where the state of the site in `folder` lies. Makes nothing and changes no mode.
 * - `home`: `FOLDER/.stead`; for root, `/var/lib/stead/local/HASH` when engines could not enter `folder` as it was first used.
 * - `run`: `/run/user/UID/stead/HASH` or `/tmp/stead-UID-HASH`.
 *
 * Throws FOREIGN_FILE when something that is not ours stands at `run` or `home`, and OWN_FILE_UNREADABLE.
 */
export const placesFor = (folder: string): Places => {
  const real = realpathSync(folder);
  const { uid } = operator();
  const hash = createHash("sha256").update(real).digest("hex").slice(0, 12);
  refuseOthersSite(join(real, ".stead"), uid);
  const home = uid === 0 ? rootsHome(real, hash, SITE_ACCOUNT) : join(real, ".stead");
  const run = runFolder(uid, hash);
  refuseForeignHome(home);
  refuseForeignRun(run, uid);
  return { folder: real, home, run, ...(uid === 0 ? { account: SITE_ACCOUNT, apart: APART } : {}), own: ownPrograms() };
};

/**
 * logind empties /run/user/UID when the user's last session ends, and a detached site outlives its terminal: so that
 * folder serves only users who linger (loginctl(1) enable-linger). Root's own is closed to the engines' account.
 */
const runFolder = (uid: number, hash: string): string => {
  const lingers =
    uid !== 0 && isFolder(join("/run/user", String(uid))) && exists(join("/var/lib/systemd/linger", operator().name));
  return lingers ? join("/run/user", String(uid), "stead", hash) : `/tmp/stead-${uid}-${hash}`;
};

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const refuseForeignHome = (home: string): void => {
  const entry = statSync(home, { throwIfNoEntry: false });
  if (entry && !entry.isDirectory()) throw foreign(home, "is not a folder");
};

const refuseOthersSite = (beside: string, uid: number): void => {
  const entry = statSync(beside, { throwIfNoEntry: false });
  if (entry?.isDirectory() && entry.uid !== uid) throw othersSite(beside, accountName(entry.uid));
};

/** One `sudo` would give the data of a user's site to another account, and that user could no longer start it. */
const othersSite = (home: string, owner: string): SteadError =>
  new SteadError({
    code: "FOREIGN_FILE",
    where: home,
    what: `Here lies the state of this site, which ${owner} runs; you are ${operator().name}.`,
    mend: `Type the command as ${owner}${owner === "root" ? ": with sudo" : ""}.`,
  });

/** In /tmp anybody may put a folder or a link of that name there first. */
const refuseForeignRun = (run: string, uid: number): void => {
  const entry = lstatSync(run, { throwIfNoEntry: false });
  if (!entry) return;
  if (!entry.isDirectory()) throw foreign(run, "is not a folder of Stead's");
  // Nor the engines' account: what lies in it tells root what to run.
  if (entry.uid !== uid) throw foreign(run, `belongs to ${accountName(entry.uid)}`);
  if ((entry.mode & 0o007) !== 0) throw foreign(run, "is open to every user");
};

const foreign = (path: string, what: string): SteadError =>
  new SteadError({
    code: "FOREIGN_FILE",
    where: path,
    what: `Stead keeps this site's state there, but it ${what}.`,
    mend: `See what it is, then move it away${operator().uid === 0 ? "" : ", as root if it is not yours"}: mv ${path} ${path}.old`,
  });

const ownPrograms = (): { readonly node: string; readonly folder: string } => ({
  node: process.execPath,
  folder: fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, ""),
});

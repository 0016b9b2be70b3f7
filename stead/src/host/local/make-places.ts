import { chmod, chown, lstat, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { accounts, operator } from "./accounts.ts";
import { placesFor, type Places } from "./places.ts";
import { supervisorFiles } from "./supervisor/protocol.ts";

/** Makes the folders of a site where they are not yet there, and notes in `.stead/where` which they are. */
export const makePlaces = async (places: Places): Promise<void> => {
  await makeHome(places);
  await makeRun(places);
  await note(join(places.home, "where"), places);
  await noteInSite(places);
  await hideFromGit(join(places.folder, ".stead"));
};

/**
 * Closed to every other user: a release is a readable copy of files that may be private where they came from. For root, the
 * engines' account may pass through.
 */
const makeHome = async (places: Places): Promise<void> => {
  if (places.apart !== undefined && dirname(places.home) === places.apart) await makeWay(places.apart);
  await mkdir(places.home, { recursive: true, mode: 0o700 });
  const account = accounts().find(({ name }) => name === places.account);
  const { uid, gid } = { uid: operator().uid, gid: account?.gid ?? operator().gid };
  const mode = account ? 0o710 : 0o700;
  const entry = await stat(places.home);
  if (entry.uid !== uid || (entry.gid === gid && (entry.mode & 0o7777) === mode)) return;
  await chown(places.home, uid, gid);
  await chmod(places.home, mode);
};

/** The engines' account passes through the folders above a state that lies apart; nobody needs to list them. */
const makeWay = async (apart: string): Promise<void> => {
  await mkdir(apart, { recursive: true, mode: 0o711 });
  for (const folder of [dirname(apart), apart]) {
    const { mode } = await stat(folder);
    // Whatever the umask was, here or of whoever made it before.
    if ((mode & 0o011) !== 0o011) await chmod(folder, (mode & 0o7777) | 0o011);
  }
};

/**
 * Only the site's own processes may enter. For root, the engines' account may also make sockets in it, yet not replace
 * what root made there: hence the sticky bit.
 */
const makeRun = async (places: Places): Promise<void> => {
  await mkdir(dirname(places.run), { recursive: true, mode: 0o700 });
  await mkdir(places.run, { mode: 0o700 }).catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== "EEXIST") throw fault;
  });
  // Somebody may have been faster in /tmp.
  placesFor(places.folder);
  // Before the engines' account may enter: root will write there.
  await mkdir(join(places.run, supervisorFiles.units), { recursive: true, mode: 0o700 });
  const account = accounts().find(({ name }) => name === places.account);
  if (!account) return;
  const entry = await lstat(places.run);
  if (entry.uid === 0 && entry.gid === account.gid) return;
  await chown(places.run, 0, account.gid);
  await chmod(places.run, 0o1770);
};

const note = async (file: string, places: Places): Promise<void> => {
  const text = [
    "# Where Stead keeps what belongs to this site. Written by Stead.",
    `site ${places.folder}`,
    `home ${places.home}`,
    `sockets ${places.run}`,
    "",
  ].join("\n");
  await write(file, text);
};

/** Writes what is not there yet, so that a second `up` changes nothing. */
const write = async (file: string, text: string): Promise<void> => {
  if ((await readFile(file, "utf8").catch(() => undefined)) !== text) await writeFile(file, text);
};

/** A site whose state lies elsewhere still tells so in its own folder. */
const noteInSite = async (places: Places): Promise<void> => {
  const beside = join(places.folder, ".stead");
  if (beside === places.home) return;
  await mkdir(beside, { recursive: true });
  await note(join(beside, "where"), places);
};

/** Passwords, the database and releases lie in there: `git add .` in the site's folder must not take them along. */
const hideFromGit = async (beside: string): Promise<void> => write(join(beside, ".gitignore"), "*\n");

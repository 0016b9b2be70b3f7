import { SteadError } from "../kernel/errors.ts";
import { backupMembers, backUp, runBackupProgram, type BackupMember } from "./backup.ts";
import { audited } from "./audit/audited.ts";
import { atWork, type AtWork, type Progress } from "./at-work.ts";
import { readMaintenance, setMaintenance } from "./maintenance.ts";
import type { OpenSite } from "./open-site.ts";
import { up } from "./up.ts";

export interface RestoreWish {
  /** ISO 8601: all that was committed before; undefined: the newest. */
  readonly at?: string;
  /** Also the keys that others know the site by. Unless asked for, only on a server that stands in for a lost one. */
  readonly keys?: boolean;
}

/** Restores the database as another one beside the site's, which is not touched. Throws BACKUP_NONE, BACKUP_GAP, USAGE. */
export const restoreInto = async (site: OpenSite, name: string, wish: RestoreWish, progress: Progress) => {
  if (!/^[a-z][a-z0-9_]{0,47}$/u.test(name) || name === site.topology.database?.name) throw noName(name);
  const members = await backupMembers(site);
  await audited(site, `restore --into ${name}`, progress.report, async () => {
    for (const member of members)
      await runBackupProgram(member, member.commands.restoreInto(name, whenOf(wish)), progress);
  });
  return { database: name, at: whenOf(wish) };
};

export interface RestoreResult {
  readonly at: string;
  /** Where the data that was there is kept: paths that begin so. */
  readonly kept: readonly { readonly host: string; readonly path: string }[];
  /** Whether the keys that others know the site by (DNSSEC, ACME, secrets) were restored, too. */
  readonly keys: boolean;
  /** Why there is no backup of the restored state yet. */
  readonly remark?: string;
}

/**
 * Restores the site's data in the place of what is there, which is kept beside. Everything that can fail (reading, rebuilding) is done
 * before the site is touched; then maintenance, one stop of the engine, renames, and `up`. Typed again it goes on from where it was.
 */
export const restoreOver = async (site: OpenSite, wish: RestoreWish, progress: Progress): Promise<RestoreResult> => {
  const members = await backupMembers(site);
  for (const member of members)
    await runBackupProgram(
      member,
      member.commands.makeReady(whenOf(wish), wish.keys === true ? "yes" : "auto"),
      progress,
    );
  const wasOn = await inMaintenance(members);
  if (!wasOn) await setMaintenance(site, { on: true, why: "restoring a backup" });
  const keys = await keysReady(members);
  const kept = await atWork(site, "restore", progress, (at) => putInPlace(members, at));
  await up(site, {}, progress);
  if (!wasOn) await setMaintenance(site, { on: false });
  const remark = await backUpAnew(site, progress);
  return { at: whenOf(wish), kept, keys, ...(remark !== undefined && { remark }) };
};

const inMaintenance = async (members: readonly BackupMember[]): Promise<boolean> => {
  const notes = await Promise.all(members.map(({ host, place }) => readMaintenance(host, place)));
  return notes.some((note) => note !== undefined && note.why !== "restoring a backup");
};

const keysReady = async (members: readonly BackupMember[]): Promise<boolean> => {
  const entries = members.map(async ({ host, commands }) => (await host.files.look([commands.readyKeys])).values());
  return (await Promise.all(entries)).some((values) => [...values].some((entry) => entry !== undefined));
};

const putInPlace = async (members: readonly BackupMember[], at: AtWork): Promise<RestoreResult["kept"]> => {
  const kept = [];
  for (const member of members) {
    const { host, commands } = member;
    at.report({ kind: "begin", step: "swap", says: "Putting the restored data in place" });
    const begun = Date.now();
    for (const unit of commands.units) await host.units.stop(unit);
    const path = await runBackupProgram(member, commands.swap, at, true);
    kept.push({ host: host.name, path });
    const seconds = (Date.now() - begun) / 1000;
    at.report({ kind: "end", step: "swap", says: "Put the restored data in place", seconds });
  }
  return kept;
};

/** What follows a restore is another history: it needs a backup of its own to begin with. */
const backUpAnew = async (site: OpenSite, progress: Progress): Promise<string | undefined> => {
  try {
    await backUp(site, "now", progress);
    return undefined;
  } catch (error) {
    if (error instanceof SteadError) return error.message;
    throw error;
  }
};

/** `newest`, or to the second in UTC as the programs have it. Throws USAGE for what is no time, or is yet to come. */
const whenOf = ({ at }: RestoreWish): string => {
  if (at === undefined) return "newest";
  const [, day, clock, zone] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?$/u.exec(at) ?? [];
  const time = new Date(`${day}T${clock}${zone ?? "Z"}`);
  if (Number.isNaN(time.getTime())) throw noTime(at, 'is no time, such as "2026-11-23 16:00:00" (UTC).');
  if (time.getTime() > Date.now()) throw noTime(at, "is yet to come.");
  return `${time.toISOString().slice(0, 19)}Z`;
};

const noTime = (at: string, what: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: `--at ${at}`,
    what,
    mend: "All that was committed before that second is restored. `stead backup list` shows how far back it may lie.",
  });

const noName = (name: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: `--into ${name}`,
    what: "must name another database: small letters, digits and _, beginning with a letter.",
    mend: "Such as: stead restore --into before_the_accident. Without --into the site's own data is replaced.",
  });

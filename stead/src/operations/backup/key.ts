import { SteadError } from "../../kernel/errors.ts";
import { audited, unheard } from "../audit/audited.ts";
import type { OpenSite } from "../open-site.ts";
import { backupMembers } from "../backup.ts";

export interface BackupKey {
  /** The key itself: to be shown to the operator and nobody else. */
  readonly key: string;
}

/** The key that the backups are encrypted with, noted as shown. */
export const showBackupKey = (site: OpenSite): Promise<BackupKey> =>
  audited(site, "backup key", unheard, () => show(site));

const show = async (site: OpenSite): Promise<BackupKey> => {
  const [member] = await backupMembers(site);
  const bytes = member && (await member.host.files.read(member.commands.key));
  if (!member || !bytes) throw new TypeError("backupMembers lets none without a key pass.");
  await member.host.files.write(member.commands.keyShown, `${new Date().toISOString()}\n`, { mode: 0o600 });
  return { key: new TextDecoder().decode(bytes).trim() };
};

/** Gives the hosts a key that was kept, so that they can read a repository that is there already. Throws USAGE for what is none. */
export const setBackupKey = async (site: OpenSite, key: string): Promise<void> => {
  if (!/^[A-Za-z0-9_-]{16,128}$/u.test(key)) throw noKey();
  const members = await backupMembers(site);
  await audited(site, "backup key --set", unheard, async () => {
    for (const { host, commands } of members) {
      await host.files.write(commands.key, `${key}\n`, { mode: 0o600 });
      await host.files.write(commands.keyShown, `${new Date().toISOString()}\n`, { mode: 0o600 });
    }
  });
};

const noKey = (): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "stead backup key --set",
    what: "reads a key from standard input: 16 to 128 letters, digits, - or _. This is none.",
    mend: "Give it the line that `stead backup key` printed: stead backup key production --set < FILE",
  });

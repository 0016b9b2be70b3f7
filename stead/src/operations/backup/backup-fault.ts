import type { BackupOutcome } from "../../components/backup-commands.ts";
import type { ErrorCode } from "../../kernel/error-codes.ts";
import { SteadError } from "../../kernel/errors.ts";

/** What the exit status of a program of backups means, told with its last words. */
export const backupFault = (
  host: string,
  statuses: Readonly<Record<BackupOutcome, number>>,
  exitCode: number,
  words: string,
): SteadError => {
  const outcome = (Object.keys(statuses) as BackupOutcome[]).find((name) => statuses[name] === exitCode) ?? "failed";
  const lines = words.trim().split("\n").slice(-20);
  const what = lines.pop() ?? "";
  const { code, mend } = faults[outcome];
  return new SteadError({
    code,
    where: `the backup of ${host}`,
    what: what === "" ? `A program ended with status ${exitCode}.` : what.replace(/(?<![.?!])$/u, "."),
    mend,
    ...(lines.length > 0 && { lines }),
  });
};

const faults = {
  unreachable: {
    code: "BACKUP_UNREACHABLE",
    mend: "See that backup.to is there and may be written (a disk that is mounted, a host that lets the server in), and type it again. The site was not touched.",
  },
  wrongKey: {
    code: "BACKUP_KEY_WRONG",
    mend: "Give this server the key that you kept: `stead backup key ENVIRONMENT --set < FILE`. For a new repository choose another backup.to.",
  },
  nothing: { code: "BACKUP_NONE", mend: "`stead backup list` shows what there is; `stead backup now` makes one." },
  gap: {
    code: "BACKUP_GAP",
    mend: "`stead backup list` shows up to when changes are copied. Without --at the newest state is restored.",
  },
  unlike: {
    code: "BACKUP_UNLIKE",
    mend: "The lines above show the tables whose checksums differ (<: the site's, >: restored). Do not rely on this backup: make another with `stead backup now`, and look at the disk and the database's log.",
  },
  diskFull: {
    code: "DISK_FULL",
    mend: "A backup and its proof need about twice the database's size on the server's disk. Make room and type it again; what was half made has been taken away, and the site was not touched.",
  },
  busy: { code: "LOCKED", mend: "Wait for its end and type it again." },
  notRunning: {
    code: "NOT_RUNNING",
    mend: "Bring the site up with `stead up`; `stead logs mariadb` shows why it is not.",
  },
  failed: {
    code: "COMMAND_FAILED",
    mend: "Mend what the lines above say and type it again. The site was not touched.",
  },
} satisfies Record<BackupOutcome, { readonly code: ErrorCode; readonly mend: string }>;

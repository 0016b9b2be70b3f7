/** Programs of a host, as words. A moment is `newest` or a time such as `2026-11-23T16:00:00Z`: all that was committed before. */
export interface BackupCommands {
  /** Makes a backup and proves it. Each line it prints begins a step. */
  readonly now: readonly string[];
  /** Proves the newest one. */
  readonly verify: readonly string[];
  /** `TIME ID` for each backup, the oldest first, and `log TIME`: up to when changes are copied. */
  readonly list: readonly string[];
  readonly restoreInto: (name: string, when: string) => readonly string[];
  /**
   * Lays the data of a moment ready beside the site's. `yes`: with the keys that others know the site by (DNSSEC, ACME, secrets);
   * `auto`: with these on a server that stands in for a lost one.
   */
  readonly makeReady: (when: string, keys: "yes" | "auto") => readonly string[];
  /** Puts what is ready in the place of the site's data while the engine is stopped; prints where that is kept. */
  readonly swap: readonly string[];
  /** Exists while something is ready. */
  readonly ready: string;
  /** Exists while keys are among it. */
  readonly readyKeys: string;
  readonly key: string;
  /** Exists once the key was shown. */
  readonly keyShown: string;
  /** `TIME BACKUP ID TABLES SECONDS BYTES`: when a backup was proved last, and of when that was. */
  readonly proved: string;
  /** What must not run while data is put in place, in the order in which it is stopped; `up` starts it again. */
  readonly units: readonly string[];
  /** Exit statuses of the programs. */
  readonly statuses: Readonly<Record<BackupOutcome, number>>;
}

/** How a program of backups may fail. */
export type BackupOutcome =
  | "unreachable"
  | "wrongKey"
  | "nothing"
  | "gap"
  | "unlike"
  | "diskFull"
  | "busy"
  | "notRunning"
  | "failed";

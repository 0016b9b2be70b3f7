import type { Process } from "./vocabulary.ts";

/** What stands at a path. */
export interface Entry {
  readonly kind: "file" | "folder" | "link" | "socket" | "other";
  readonly mode: number;
  readonly account: string;
  readonly size: number;
  /** sha256 hex of a file's content; the target of a link. */
  readonly hash?: string;
  readonly target?: string;
}

/** The definition of a running process, as the service manager keeps it. */
export interface UnitDefinition extends Process {
  /** The machine's own, whichever site started it. Absent: the site's. */
  readonly shared?: true;
  /** `always`: restarted with back-off when it ends; `never`: a one-off. */
  readonly restart: "always" | "never";
  /** Free words for observers: release id, hash of what it was made from. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Run at these times instead of all the time (five cron fields, UTC). */
  readonly schedule?: { readonly at: string; readonly timeout: number; readonly overlap: "skip" | "wait" | "kill" };
}

export interface UnitStatus {
  readonly name: string;
  readonly state: "starting" | "ready" | "failing" | "stopped" | "waiting";
  readonly pid?: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly restarts: number;
  /** Seconds from its last start until its probe passed. */
  readonly startSeconds?: number;
  readonly lastExit?: string;
  /** Bytes of resident memory of the process and its children. */
  readonly memoryBytes?: number;
  readonly definition: UnitDefinition;
  /** Why it is not what its definition says, for a person: "its unit file was changed by hand". Absent: it is. */
  readonly drift?: string;
  /** Of a scheduled unit. */
  readonly next?: number;
  readonly lastRun?: { readonly at: number; readonly seconds: number; readonly result: string };
}

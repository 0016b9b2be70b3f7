import type { Entry, UnitDefinition, UnitStatus } from "../state/observations.ts";
import type { Endpoint, Sandbox } from "../state/vocabulary.ts";

/**
 * Stead's handle on a machine. Three make it real: memory/ (tests of plans), local/ (this machine, with a supervisor)
 * and, later, ssh/. One contract suite runs over all of them: stead/test/contracts/host.ts.
 */
export interface Host {
  readonly name: string;
  /** Where this site's state lies here. Nothing is made by asking. */
  readonly where: Where;
  readonly files: Files;
  readonly units: Units;
  readonly packages: Packages;
  readonly users: Users;
  /** Runs a program. A failing one is a result, not an exception; only what cannot be started throws. */
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Runs a program on the operator's own terminal, such as an SQL shell; its exit status. */
  attach(argv: readonly string[], options?: AttachOptions): Promise<number>;
  /**
   * Claims ports that the site is about to listen on, so that no other site of this host chooses them meanwhile; undefined: one
   * is claimed or listened on already. Absent: the host's ports are nobody's choice.
   */
  claimPorts?(ports: readonly number[]): Promise<Claim | undefined>;
  /** Takes the host's lock, or tells who holds it. It is the kernel's, so it ends with the process that took it. */
  lock(holder: LockHolder): Promise<Lock | LockHolder>;
  /** Ends the connection to it. Absent: there is none. */
  close?(): Promise<void>;
  /** Absent: there is no way to it that a change could cut. */
  readonly lifeline?: Lifeline;
}

/** For changes that could cut the way to a host. */
export interface Lifeline {
  /** Lets the host run a command by itself after some seconds, whatever becomes of our connection; in the place of one of this name. */
  arm(name: string, run: readonly string[], seconds: number): Promise<void>;
  /** Calls it off; false: it began to run before. */
  disarm(name: string): Promise<boolean>;
  /** Whether a new connection gets through, beside the one that is open. Asks for at most so many seconds. */
  reaches(seconds: number): Promise<boolean>;
}

/** Where a site's state lies on a host, and who runs it there. */
export interface Where {
  /** The folder of configuration, data, logs and releases. */
  readonly home: string;
  /** The folder of sockets: short, because a socket's path has at most 107 bytes (unix(7)). */
  readonly run: string;
  /** What engines and application run as; undefined: the operator's own account. */
  readonly account?: string;
  /** Stead itself on this host: the Node that runs it, and the folder of its programs. Only `local` has one. */
  readonly own?: { readonly node: string; readonly folder: string };
  /** The folder with the states of all sites that do not lie in their own folders; each has a file `where`. Only for root on `local`. */
  readonly apart?: string;
}

export interface AttachOptions {
  readonly account?: string;
  /** As a unit with this sandbox would run, in the site's slice, with nothing of it in an argv but the program's own words. Absent: free. */
  readonly sandbox?: Sandbox;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

export interface RunOptions {
  readonly account?: string;
  /** As for `attach`. */
  readonly sandbox?: Sandbox;
  readonly stdin?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Seconds; then it is killed with its children, and `exitCode` is 124 (as timeout(1)). */
  readonly timeout?: number;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Writing is atomic and durable: a reader sees the old content or the new, also after a power cut. */
export interface Files {
  read(path: string): Promise<Uint8Array | undefined>;
  write(path: string, content: string | Uint8Array, ownership: { mode: number; account?: string }): Promise<void>;
  makeFolder(path: string, ownership: { mode: number; account?: string }): Promise<void>;
  /** Makes or replaces a link in one rename. */
  link(path: string, target: string): Promise<void>;
  /** A file, link or whole folder; absent is fine. */
  remove(path: string): Promise<void>;
  /** Names in a folder, sorted; `[]` when it is not there. */
  list(path: string): Promise<readonly string[]>;
  /** Entries of several paths at once; undefined: nothing there. `hash` only of regular files up to 4 MB. */
  look(paths: readonly string[]): Promise<ReadonlyMap<string, Entry | undefined>>;
}

/** The distribution's packages. */
export interface Packages {
  /** Of these, the names whose file `provides` is not there. */
  missing(packages: readonly WantedPackage[]): Promise<readonly string[]>;
  /**
   * Installs them; services they bring are neither started nor left enabled because of us. `say` gets each step's
   * words. Throws ENGINE_MISSING with the exact line to type when the operator may not install.
   */
  install(packages: readonly WantedPackage[], say?: (line: string) => void): Promise<void>;
  /** What an upgrade of everything would bring, by lists that are read anew. Absent: the machine is its operator's own affair. */
  upgradable?(say?: (line: string) => void): Promise<Upgradable>;
  /**
   * Upgrades everything that can be without removing anything. Services whose names begin with one of `still` are neither started nor
   * stopped by their packages. Throws PATCH_FAILED, DISK_FULL, and what installing throws.
   */
  upgrade?(still: readonly string[], say?: (line: string) => void): Promise<void>;
}

export interface Upgradable {
  readonly packages: readonly Upgrade[];
  /** Names of those whose upgrade would remove others, or that somebody holds. */
  readonly keptBack: readonly string[];
}

export interface Upgrade {
  readonly name: string;
  /** The installed version; absent: it is new. */
  readonly from?: string;
  readonly to: string;
}

export interface WantedPackage {
  readonly name: string;
  /** The file whose presence shows that it is installed: `/usr/sbin/nginx`. */
  readonly provides: string;
}

/** System accounts. */
export interface Users {
  /** Of these, the names that exist. */
  existing(names: readonly string[]): Promise<ReadonlySet<string>>;
  /** Makes a system account without a log-in; one that exists is fine. Needs root. */
  create(name: string): Promise<void>;
}

/** The service manager: the supervisor on `local`, systemd on a server. */
export interface Units {
  /** Whether the service manager itself is there. Absent: it cannot be gone, such as systemd. */
  answers?(): Promise<boolean>;
  /**
   * All units of the site that are known here. When the manager was killed: what it left, `stopped` for what has no
   * process any more. `[]` when nothing was ever started.
   */
  status(): Promise<readonly UnitStatus[]>;
  /**
   * Starts (or replaces the definition of) a unit and waits until its probe passes. One that runs with this very
   * definition is left alone. Throws UNIT_NOT_READY with its last lines, at once when the process ended, else after
   * readyTimeout; it is then still tried again and again: end it with `stop`.
   */
  start(definition: UnitDefinition): Promise<void>;
  restart(definition: UnitDefinition): Promise<void>;
  /** Keeps the process; the new definition counts from its next start. */
  reload(definition: UnitDefinition): Promise<void>;
  /** Ends it, waits until it is gone, and forgets it. Absent is fine. */
  stop(name: string): Promise<void>;
  /**
   * Sees to it that the manager looks after what one that was killed has left: it takes over what lives and clears the
   * rest. Starts no unit. Sentences about what it found; `[]`: all was well.
   */
  adopt(): Promise<readonly string[]>;
  /** Ends every unit, the last started first, and the manager itself where it is ours. */
  stopAll(): Promise<void>;
  /** What the processes of a unit listen on now: to say where it went when it is not where it was expected. */
  listening(name: string): Promise<readonly Endpoint[]>;
  /** The last lines of its log. */
  lines(name: string, count: number): Promise<readonly string[]>;
  /** The log files of a unit, oldest first; `[]` where there is a journal instead. */
  logs(name: string): Promise<readonly string[]>;
  /** Where the service manager keeps the logs itself, such as journald. Absent: they are files in `log/` of the site's folder. */
  readonly journal?: Journal;
  /** How much each unit may do beyond its work, by the service manager's own measure. Absent: it has none. */
  exposure?(): Promise<readonly Exposure[]>;
  /**
   * Lets a scheduled unit do what it does when its time comes, and does not wait for the end of it. Throws NOT_RUNNING for one that is
   * not there.
   */
  runNow(name: string): Promise<void>;
}

/** 0: locked up, 10: free (systemd-analyze(1), security). */
export interface Exposure {
  readonly unit: string;
  readonly score: number;
  /** The most that it should be; undefined: it has no sandbox. */
  readonly most: number | undefined;
}

/** The logs of a site's units on one host, as one. */
export interface Journal {
  /** The units that have lines there, sorted; also those that no longer run. */
  names(): Promise<readonly string[]>;
  /** The newest lines of these units, oldest first; with `text`, only lines that have it in them. */
  read(
    names: readonly string[],
    wish: { readonly lines: number; readonly text?: string },
  ): Promise<readonly JournalLine[]>;
  /** Passes on each new line of every unit of the site until aborted. */
  follow(take: (line: JournalLine) => void, signal: AbortSignal): Promise<void>;
}

export interface JournalLine {
  readonly unit: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: string;
}

export interface LockHolder {
  readonly verb: string;
  /** The site that it acts for: those of a server share its lock. */
  readonly site?: string;
  readonly by: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
}

/** Ends with the process that has it. */
export interface Claim {
  release(): Promise<void>;
}

export interface Lock {
  release(): Promise<void>;
}

export const isLock = (answer: Lock | LockHolder): answer is Lock => "release" in answer;

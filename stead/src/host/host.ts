import type { Entry, UnitDefinition, UnitStatus } from "../state/observations.ts";

/**
 * Stead's handle on a machine. Three make it real: memory/ (tests of plans), local/ (this machine, with a supervisor)
 * and, later, ssh/. One contract suite runs over all of them: stead/test/contracts/host.ts.
 */
export interface Host {
  readonly name: string;
  readonly files: Files;
  readonly units: Units;
  /** Runs a program. A failing one is a result, not an exception; only what cannot be started throws. */
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Takes the host's lock, or tells who holds it. It is the kernel's, so it ends with the process that took it. */
  lock(holder: LockHolder): Promise<Lock | LockHolder>;
}

export interface RunOptions {
  readonly account?: string;
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

/** The service manager: the supervisor on `local`, systemd on a server. */
export interface Units {
  /** All units of the site that are known here; `[]` when the manager does not run. */
  status(): Promise<readonly UnitStatus[]>;
  /** Starts (or replaces the definition of) a unit and waits until its probe passes. Throws UNIT_NOT_READY with its last lines. */
  start(definition: UnitDefinition): Promise<void>;
  restart(definition: UnitDefinition): Promise<void>;
  /** Keeps the process; the new definition counts from its next start. */
  reload(definition: UnitDefinition): Promise<void>;
  /** Ends it, waits until it is gone, and forgets it. Absent is fine. */
  stop(name: string): Promise<void>;
  /** The last lines of its log. */
  lines(name: string, count: number): Promise<readonly string[]>;
  /** The log files of a unit, oldest first. */
  logs(name: string): Promise<readonly string[]>;
}

export interface LockHolder {
  readonly verb: string;
  readonly by: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
}

export interface Lock {
  release(): Promise<void>;
}

export const isLock = (answer: Lock | LockHolder): answer is Lock => "release" in answer;

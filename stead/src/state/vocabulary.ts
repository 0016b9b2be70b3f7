/**
 * The vocabulary of desired state: few kinds of value, plain data, no behaviour.
 * Components return them, plan/ orders them, apply/ performs them on a Host.
 */

/** Names a secret; its value is filled in on the host, so that it never stands in a plan. */
export interface SecretRef {
  readonly secret: string;
}

/** Text that may have secrets in it. */
export type Text = string | readonly (string | SecretRef)[];

interface Resource {
  /** Unique on its host: `KIND:NAME`, such as `file:nginx.conf`. */
  readonly id: string;
  /** A noun phrase for the plan's sentence: "the configuration of nginx". */
  readonly says: string;
  /** Ids that must be so before this one. Of the same host; of another host as `HOST/ID`. */
  readonly needs?: readonly string[];
  /** The machine's own, the same whichever of its sites wants it: it goes with the last of them. Absent: the site's. */
  readonly shared?: true;
  /** What only one site of a machine can have, as words: `the name www.foobar.com`. */
  readonly takes?: readonly string[];
}

/** A package of the distribution. */
export interface Package extends Resource {
  readonly kind: "package";
  readonly name: string;
  /** The file whose presence shows that it is installed: `/usr/sbin/nginx`. */
  readonly provides: string;
}

/** A system account without a log-in. */
export interface User extends Resource {
  readonly kind: "user";
  readonly name: string;
}

/** Who may do what with a file or folder. `account` undefined: whoever runs Stead. */
export interface Ownership {
  readonly mode: number;
  readonly account?: string;
}

export interface Folder extends Resource, Ownership {
  readonly kind: "folder";
  readonly path: string;
  /** Data that outlives everything: never removed with the configuration. */
  readonly keep?: true;
}

export interface File extends Resource, Ownership {
  readonly kind: "file";
  readonly path: string;
  readonly content: Text;
  /** The user's own file that it copies line by line, as seen from the site's folder: an engine's complaint leads there. */
  readonly origin?: string;
  /**
   * Removes it and lets the process that reads it know, in the place of a mere removal: for a part of what all sites share. Kept in
   * the manifest, because the wish is gone by then.
   */
  readonly unmake?: readonly string[];
}

/** A value made once by a named generator and kept in a 0600 file. */
export interface SecretValue extends Resource, Ownership {
  readonly kind: "secret";
  readonly name: string;
  readonly path: string;
  readonly scope: "host" | "site";
  /** `key`: of a signature (TSIG), in digits and letters that base64 has too. */
  readonly generator: "password" | "key";
}

/** A command for a Host. */
export interface Command {
  readonly run: readonly string[];
  readonly account?: string;
  readonly stdin?: Text;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What has no file: a check, and the command that makes it true. The check's exit status 0 means: it is so. */
export interface Ensure extends Resource {
  readonly kind: "ensure";
  readonly check: Command;
  readonly make: Command;
  /** Ids of values that it takes in: when one of them changes, it is made again. */
  readonly remakeOn?: readonly string[];
  /** A trial of the candidate files, made before anything is touched. */
  readonly verify?: Verify;
  readonly guard?: Guard;
  /** What must be seen from outside before `make`, because it is asked of somebody who looks there. */
  readonly seen?: readonly SeenName[];
  /** Takes it away when it is no longer wanted. Kept in the manifest, because the wish is gone by then. */
  readonly unmake?: readonly string[];
}

/** A name, and the addresses that it leads to by the word of every name server of its zone: these and no others. */
export interface SeenName {
  readonly name: string;
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/**
 * For what could cut the way to the host: unless a new connection gets through after `make`, the host runs `undo` by itself.
 * `undo` may come at any moment after `make` began, also when nothing was changed yet.
 */
export interface Guard {
  readonly undo: readonly string[];
  /** Seconds from `make` until the host undoes it. */
  readonly within: number;
  /** Makes it last, once the way was proved. */
  readonly keep: readonly string[];
}

/** How to see that a process is ready. */
export type Probe =
  | { readonly kind: "http"; readonly at: Endpoint; readonly path: string }
  | { readonly kind: "connect"; readonly at: Endpoint }
  | { readonly kind: "command"; readonly run: readonly string[] };

/** Where something listens. */
export type Endpoint = { readonly socket: string } | { readonly address: string; readonly port: number };

/** What a process may do on a server beyond reading what everybody may. `local` takes no notice of it. */
export interface Sandbox {
  /** `engine`: only what it needs. `application`: nothing is taken away that an ordinary program would notice. */
  readonly kind: "engine" | "application";
  /** Folders it may write in, and all below them. */
  readonly writes: readonly string[];
  /** It listens on a port below 1024. */
  readonly lowPorts?: true;
  /** It makes code while it runs, as pattern matchers and languages do: pages may be writable and executable. */
  readonly makesCode?: true;
}

/** How a process is started, watched and ended. */
export interface Process {
  /** `nginx`, `mariadb`: also the name of its log. */
  readonly name: string;
  readonly run: readonly string[];
  readonly folder?: string;
  readonly account?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** 0600 files of `NAME=value` lines, read by the service manager: secrets never stand in argv or a unit. */
  readonly environmentFiles?: readonly string[];
  /** Absent: it may do what its account may. */
  readonly sandbox?: Sandbox;
  readonly ready: Probe;
  readonly readyTimeout: number;
  /** How it takes in new configuration without stopping; undefined: it cannot. */
  readonly reload?: Reload;
  readonly stop: Stop;
}

/** A long-running process: a systemd unit on a server, a child of the supervisor on `local`. */
export interface Unit extends Resource, Process {
  readonly kind: "unit";
  /** A trial of the candidate configuration, made before anything is touched. */
  readonly verify?: Verify;
  readonly reloadOn?: readonly string[];
  readonly restartOn?: readonly string[];
  /** Of one that is shared: whose files it reads beside the shared ones. It notes for each site what it has read of it. */
  readonly reads?: string;
  /** What a restart interrupts, for the plan: "requests for about 0.2 s". */
  readonly disrupts: string;
}

export type Reload = { readonly signal: Signal } | { readonly run: readonly string[] };

/** `{folder}` in the command stands for a folder that holds the candidate's files under their own names. */
export interface Verify {
  readonly files: readonly string[];
  readonly run: readonly string[];
  /** It is begun as root and gives that up by itself: a trial may need one power of root's. Otherwise the unit's account runs it. */
  readonly asRoot?: true;
}

export interface Stop {
  readonly signal: Signal;
  /** Seconds until SIGKILL. */
  readonly timeout: number;
}

export type Signal = "SIGTERM" | "SIGQUIT" | "SIGHUP" | "SIGINT";

/** What a release runs on this host. release/ starts, proves and switches it; the plan only sees whether it differs. */
export interface Instances extends Resource {
  readonly kind: "instances";
  readonly account?: string;
  readonly sandbox?: Sandbox;
  /** Web processes, each on its own socket; `run` undefined: a static site, nothing runs. */
  readonly web?: { readonly run: string; readonly count: number; readonly port: boolean };
  readonly workers: Readonly<Record<string, { readonly run: string; readonly count: number }>>;
  readonly cron: Readonly<Record<string, CronJob>>;
  readonly migrate?: string;
  /** The application's environment; secrets are filled in on the host. */
  readonly environment: Readonly<Record<string, Text>>;
  /** Differs for `migrate`, whose account may change the schema. */
  readonly migrateEnvironment: Readonly<Record<string, Text>>;
  /** What the operator gave the application to keep; absent: nothing. */
  readonly secrets?: readonly AppSecret[];
  readonly health: string;
  /** Seconds: until healthy; until drained; from SIGTERM to SIGKILL; watched after the switch. */
  readonly timing: { readonly start: number; readonly drain: number; readonly stop: number; readonly watch: number };
}

/** A value that only the host knows: as the variable NAME, or as a file whose path is in NAME_FILE. */
export interface AppSecret {
  readonly name: string;
  readonly as: "env" | "file";
}

export interface CronJob {
  readonly run: string;
  /** Five cron fields, UTC. */
  readonly at: string;
  /** Seconds. */
  readonly timeout: number;
  readonly overlap: "skip" | "wait" | "kill";
}

export type Value = Package | User | Folder | File | SecretValue | Ensure | Unit | Instances;

/** What one host should have. */
export type DesiredState = readonly Value[];

import type { Facts } from "./facts.ts";

export type HostName = string;
export type RoleName = "dns" | "balancer" | "web" | "app" | "database";

/** Who runs what, where, at which address, port and path. Derived from spec and facts; plain data. */
export interface Topology {
  /** The site's name in files, units and database names: the ASCII domain. */
  readonly site: string;
  readonly environment: string;
  /** ASCII (punycode) and as people read it. */
  readonly domain: { readonly ascii: string; readonly unicode: string };
  readonly names: Names;
  /** undefined: nothing runs, nginx serves files only. */
  readonly app?: AppPlace;
  readonly static?: StaticPlace;
  readonly database?: DatabasePlace;
  readonly hosts: Readonly<Record<HostName, HostPlace>>;
  /** Names of the engines that Stead runs, as their packages begin: what it upgrades by itself, host after host. */
  readonly engines?: readonly string[];
  /** The validated spec; a component reads its own part with `settingsOf`. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Host names of the site, ASCII. */
export interface Names {
  /** `www.foobar.com`, and on `local` also `www.foobar.localhost`. Index 0 is the public one. */
  readonly canonical: readonly string[];
  /** Each answers 308 towards the canonical name of the same family. */
  readonly redirected: readonly { readonly from: string; readonly to: string }[];
  /** Further names that show the site as it is (aliases that serve; localhost and 127.0.0.1 on `local`). */
  readonly served: readonly string[];
}

export interface AppPlace {
  readonly run: string;
  readonly instances: number;
  /** true: instances listen on loopback ports instead of unix sockets. */
  readonly port: boolean;
  readonly health: string;
  /** Any name; undefined: every cookie keeps a request from the cache. */
  readonly sessionCookie?: string;
}

/** A release's static files: folder inside the release, `.` for the whole. */
export interface StaticPlace {
  readonly folder: string;
}

export interface DatabasePlace {
  readonly engine: "mariadb";
  /** Name of the database. */
  readonly name: string;
  readonly accounts: { readonly app: string; readonly migrate: string };
}

/** One host's place: its roles and everything that depends on the machine. */
export interface HostPlace {
  readonly name: HostName;
  readonly roles: readonly RoleName[];
  readonly facts: Facts;
  /** Where visitors and resolvers find it. */
  readonly addresses: { readonly v4?: string; readonly v6?: string };
  readonly paths: Paths;
  /** `mail`: of the SMTP catcher, which only `local` has. */
  readonly ports: { readonly http: number; readonly dns: number; readonly mail?: number };
  /** The account engines and application run as; undefined: the operator's own. `accountOf` knows that of a role. */
  readonly account?: string;
  /** Accounts of roles that have one of their own: on a server no engine runs as the application does. */
  readonly accounts?: Readonly<Partial<Record<RoleName, string>>>;
  readonly services: "supervisor" | "systemd";
}

/** Absolute paths, the same names on every host. */
export interface Paths {
  /** Configuration that Stead writes: one folder for each component below it. */
  readonly etc: string;
  /** Engines' data: one folder for each component below it. */
  readonly data: string;
  readonly log: string;
  readonly secrets: string;
  /** Sockets and pid files; short, because a socket's path has at most 107 bytes (unix(7)). */
  readonly run: string;
  readonly releases: string;
  /** Fingerprinted files of all kept releases. */
  readonly assets: string;
  /** `run/current`: a link to the serving release's `run/ID`, which holds `1.sock`, `2.sock`, `release` -> releases/ID. */
  readonly current: string;
}

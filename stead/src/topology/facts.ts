/** What a host is. Observed, plain data; an input like the spec, so that nothing is guessed from the operator's machine. */
export interface Facts {
  /** `debian 12`. */
  readonly system: string;
  readonly architecture: "x64" | "arm64";
  readonly cores: number;
  readonly memoryBytes: number;
  readonly ipv6: boolean;
  /** Who runs Stead there. */
  readonly operator: { readonly name: string; readonly uid: number };
  /** Where this site's state lies on the host, and where its sockets do. */
  readonly home: string;
  readonly run: string;
  /** Stead itself on this host: the Node that runs it, and the folder of its own programs. Only `local` has one. */
  readonly own?: { readonly node: string; readonly folder: string };
  /** Installed version of each program that a component asked for (`nginx`: "1.22.1"); absent: not installed. */
  readonly versions: Readonly<Record<string, string>>;
  /** Ports this site already has here, by name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Ports others listen on, with the process that does ("nginx (pid 812)"). */
  readonly taken: readonly { readonly port: number; readonly by: string }[];
  /** How one comes in to a server; absent: this machine itself. */
  readonly ssh?: SshFacts;
  /** The package that keeps its clock; absent: none that is known. */
  readonly timekeeper?: Timekeeper;
}

export interface SshFacts {
  /** Ports that its sshd has, and the one that Stead came in by. */
  readonly ports: readonly number[];
  /** Whether it lets people in with a password. */
  readonly passwords: boolean;
  /** How Stead came in, in sshd's own word (`publickey`, `password`, `keyboard-interactive/pam`); absent: not known any more. */
  readonly method?: string;
}

/** Packages that Debian has for it: each excludes the others. */
export type Timekeeper = "chrony" | "systemd-timesyncd" | "ntpsec" | "openntpd";

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
}

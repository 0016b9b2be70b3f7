/** How a server is reached, as the operator's own ssh would reach it, and the site that it is reached for. */
export interface SshServer {
  /** Its name in the spec: what messages call it. */
  readonly name: string;
  /** A name or an address (IPv4, IPv6), or a `Host` of the ssh configuration. */
  readonly address: string;
  /** Absent: the ssh configuration's, else 22. */
  readonly port?: number;
  /** Absent: the ssh configuration's, else the operator's own name. Anyone but root needs sudo there. */
  readonly user?: string;
  /** Path of a configuration that stands in the place of the operator's own (`ssh -F`), such as a lab's. */
  readonly config?: string;
  /** The name under which its key stands in known_hosts, where that is not its address. */
  readonly hostKeyAlias?: string;
  /** The site's name in paths: the ASCII domain. */
  readonly site: string;
  /** What the site's application runs as there. */
  readonly account?: string;
}

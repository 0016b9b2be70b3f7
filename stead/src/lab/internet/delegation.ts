/** What stands about a domain in the zone above it. At a real registrar people type just this. */
export interface Delegation {
  /** ASCII, without the last dot. */
  readonly domain: string;
  readonly nameServers: readonly NameServer[];
  /** Data of DS records: "12345 13 2 0123abcd…". */
  readonly ds: readonly string[];
}

export interface NameServer {
  /** Its whole name, without the last dot. */
  readonly name: string;
  /** Glue: needed where the name lies below the domain. */
  readonly addresses: readonly string[];
}

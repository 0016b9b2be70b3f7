import type { Host } from "../host.ts";
import type { SshServer } from "./ssh-server.ts";

/**
 * A server, over one connection of the operator's own ssh; nothing is connected before the first word is asked of it.
 * `close` ends the connection; a process that ends without it ends the connection too.
 */
export const openSshHost = (server: SshServer): Host & { readonly close: () => Promise<void> } => {
  throw new Error(`not connected yet: ${server.name}`);
};

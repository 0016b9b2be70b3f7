import type { Sandbox } from "../state/vocabulary.ts";
import { isServer } from "./servers.ts";
import type { HostPlace } from "./topology.ts";

/** What a process may do on a server, as a part of its unit; nothing on `local`, where the operator's own account is the bound. */
export const sandboxed = (place: HostPlace, sandbox: Sandbox): { readonly sandbox?: Sandbox } =>
  isServer(place) ? { sandbox } : {};

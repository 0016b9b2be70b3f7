import type { Process } from "../host/proc/parse-stat.ts";
import type { InetListener } from "../host/proc/socket-tables.ts";
import type { Facts } from "../topology/facts.ts";

/** What is known of who listens. */
export interface Listening {
  readonly listeners: readonly InetListener[];
  readonly processes: readonly Process[];
  /** Lines of `/proc/812/fd/6 socket:[4711]`. */
  readonly sockets: string;
  /** passwd(5). */
  readonly accounts: string;
  /** Sessions of this site's own units. */
  readonly ownSessions: ReadonlySet<number>;
}

/** Ports that processes other than the site's own listen on, each once, with the process where it may be seen. */
export const takenPorts = (listening: Listening): Facts["taken"] => {
  const pids = pidsByInode(listening.sockets);
  const processes = new Map(listening.processes.map((found) => [found.pid, found]));
  const taken = new Map<number, string>();
  for (const { at, inode, uid } of listening.listeners) {
    const holders = (pids.get(inode) ?? []).flatMap((pid) => processes.get(pid) ?? []);
    if (holders.some(({ session }) => listening.ownSessions.has(session))) continue;
    if (!taken.has(at.port)) taken.set(at.port, sayHolder(holders[0], uid, listening.accounts));
  }
  return [...taken].map(([port, by]) => ({ port, by })).toSorted((a, b) => a.port - b.port);
};

/** A socket may be open in several processes: the first, with the lowest pid, mostly made it. */
const pidsByInode = (sockets: string): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  for (const [, pid = "", inode = ""] of sockets.matchAll(/^\/proc\/(\d+)\/fd\/\d+ socket:\[(\d+)\]$/gm)) {
    found.set(
      inode,
      [...(found.get(inode) ?? []), Number(pid)].toSorted((a, b) => a - b),
    );
  }
  return found;
};

/** Another user's processes may not be looked into; whose they are is known all the same. */
const sayHolder = (holder: Process | undefined, uid: number, accounts: string): string =>
  holder ? `${holder.name} (pid ${holder.pid})` : `a process of ${accountOf(uid, accounts)}`;

const accountOf = (uid: number, accounts: string): string =>
  new RegExp(`^([^:]*):[^:]*:${uid}:`, "m").exec(accounts)?.[1] ?? `user ${uid}`;

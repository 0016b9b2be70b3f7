import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Endpoint } from "../../state/vocabulary.ts";
import { membersOf, type ProcessId } from "./processes.ts";
import { parseInetTable, parseUnixTable, type Listener } from "../proc/socket-tables.ts";

/** What the processes of a unit's session listen on: TCP ports and unix sockets. */
export const listeningOf = (leader: ProcessId): readonly Endpoint[] => {
  const inodes = new Set(membersOf(leader).flatMap(({ pid }) => socketsOf(pid)));
  return listeners(leader.pid)
    .filter(({ inode }) => inodes.has(inode))
    .map(({ at }) => at);
};

const listeners = (pid: number): readonly Listener[] => [
  ...parseInetTable(readTable(pid, "tcp")),
  ...parseInetTable(readTable(pid, "tcp6")),
  ...parseUnixTable(readTable(pid, "unix")),
];

/** Of the process itself, which may have a network of its own. */
const readTable = (pid: number, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/net/${name}`, "utf8");
  } catch {
    return "";
  }
};

/** Inodes of a process's open sockets (proc_pid_fd(5): `socket:[4711]`). */
const socketsOf = (pid: number): readonly string[] => {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return [];
  }
};

const linkOf = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
};

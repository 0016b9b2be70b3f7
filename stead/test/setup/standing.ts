import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { RunningSite } from "./running-site.ts";

/** How a site stands at one moment: what a refused command must leave as it was. */
export interface Standing {
  /** Kind, mode, owner and content of all that lies below the site's folder, its state and its sockets' folder. */
  readonly files: Readonly<Record<string, string>>;
  /** The process of each unit, with its start time, so that one whose number was used again does not pass for it. */
  readonly processes: Readonly<Record<string, string>>;
}

export const standing = (site: RunningSite): Standing => ({
  files: Object.assign({}, ...foldersOf(site).map((folder) => filesBelow(site, folder))) as Standing["files"],
  processes: processesOf(site),
});

/** Only these aside: logs, that of operations among them, what two commands pass each other by, and what MariaDB, nginx and Knot write while they run. */
const aside = ["log", "data/audit.jsonl", "lock", "data/mariadb", "data/nginx", "data/knot"];

const foldersOf = (site: RunningSite): readonly string[] => [
  site.folder,
  ...(site.home().startsWith(site.folder) ? [] : [site.home()]),
  site.sockets(),
];

const filesBelow = (site: RunningSite, folder: string): Standing["files"] => {
  const left = new Set(aside.map((name) => join(site.home(), name)));
  const found: Record<string, string> = {};
  const walk = (at: string): void => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      if (left.has(path)) continue;
      found[path] = entryAt(path);
      if (lstatSync(path).isDirectory()) walk(path);
    }
  };
  walk(folder);
  return found;
};

const entryAt = (path: string): string => {
  const entry = lstatSync(path);
  const owner = `${(entry.mode & 0o7777).toString(8)} ${entry.uid}`;
  if (entry.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (entry.isFile()) return `file ${owner} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
  return `${entry.isDirectory() ? "folder" : "socket"} ${owner}`;
};

/** Of the supervisor's own records: asking it by a command would cost half a second each time. */
const processesOf = (site: RunningSite): Standing["processes"] => {
  const folder = join(site.sockets(), "units");
  const records = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    records.flatMap((name) => {
      const pid = pidIn(readFileSync(join(folder, name), "utf8"));
      return pid === undefined ? [] : [[name, `${pid} since ${startOf(pid)}`]];
    }),
  );
};

const pidIn = (record: string): number | undefined => {
  try {
    return (JSON.parse(record) as { readonly process?: { readonly pid: number } }).process?.pid;
  } catch {
    // A test has made it unreadable.
    return undefined;
  }
};

/** Field 22 of proc_pid_stat(5); the second is the program's name in brackets, which may hold blanks. */
const startOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "";
  } catch {
    return "never";
  }
};

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Everything on this machine that bears a lab's mark. Images and the package cache's files are kept, so not counted. */
export const tracesOfLabs = (ids: readonly string[]): readonly string[] =>
  [
    ...linesOf("ip", ["netns"]),
    ...linesOf("ip", ["-brief", "link"]),
    ...linesOf("losetup", ["--list", "--noheadings", "--output", "NAME,BACK-FILE"]),
    ...readFileSync("/proc/self/mountinfo", "utf8").split("\n"),
    ...linesOf("ps", ["-eo", "stat,args"]).filter((line) => !line.startsWith("Z")),
    ...["/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd"].flatMap(namesIn),
    ...["/run/systemd/nspawn/propagate", "/run/systemd/nspawn/unix-export", "/var/lib/stead/lab"].flatMap(namesIn),
    ...namesIn("/run/systemd/nspawn/locks"),
  ].filter((line) => ids.some((id) => line.includes(id)));

/** Locks that nspawn left behind: each bears the number of a file system, and those of hosts that live are mounted. */
export const orphanLocks = (): readonly string[] => {
  const devices = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const mounted = new Set(devices.map((line) => line.split(" ")[2]?.replace(/^0:/u, "")));
  return namesIn("/run/systemd/nspawn/locks").filter((lock) => !mounted.has(/^inode-(\d+):/u.exec(lock)?.[1]));
};

const linesOf = (program: string, words: readonly string[]): readonly string[] =>
  execFileSync(program, words, { encoding: "utf8" }).split("\n");

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

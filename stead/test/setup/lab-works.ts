import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** What a lab needs of a machine, and how to see that it is missing: a container of a CI service may have root, and yet no mounts. */
const needs: readonly (readonly [string, () => boolean])[] = [
  ["Linux", () => process.platform === "linux"],
  ["root", () => process.getuid?.() === 0],
  ["control groups of version 2", () => groupFiles.some((file) => existsSync(file))],
  ["overlayfs", () => readFileSync("/proc/filesystems", "utf8").includes("overlay") || works("modprobe overlay")],
  ["loop devices", () => existsSync("/dev/loop-control")],
  [
    "networks and mounts of its own",
    () => works("unshare --net --mount sh -c 'mount -t tmpfs none /mnt && ip link set lo up'"),
  ],
  ["a Debian archive in apt's sources", () => works("apt-get indextargets --format '$(ORIGIN)' | grep -qx Debian")],
];

const groupFiles = ["/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/unified/cgroup.procs"];

const works = (command: string): boolean => spawnSync("/bin/sh", ["-c", command], { stdio: "ignore" }).status === 0;

const missing = needs.find(([, isThere]) => !isThere())?.[0];

/** Whether this machine can have a lab. If not, that is said loudly, and the tests that need one count as skipped. */
export const labWorks = missing === undefined;

if (!labWorks) console.warn(`Tests in the lab are SKIPPED: this machine lacks ${missing}. Type sudo npm test -- lab.`);

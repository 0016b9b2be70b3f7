import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own for a test, in memory, that can be full when it is wanted. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly folder: string;
  /** Leaves so many bytes, and not one more. */
  leave(bytes: number): void;
  /** Leaves room for so many files, whatever their size. */
  leaveFiles(count: number): void;
  /** Room again. */
  empty(): void;
  remove(): void;
}

/** Mounts it; only root may. */
export const mountSmallDisk = (megabytes: number): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), "stead-disk-"));
  const inodes = 20_000;
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,nr_inodes=${inodes},mode=755`, "tmpfs", folder]);
  const filling = join(folder, "filling");
  const inodesAre = (count: number) => execFileSync("mount", ["-o", `remount,nr_inodes=${count}`, folder]);
  return {
    folder,
    leave: (bytes) => {
      const { bavail, bsize } = statfsSync(folder);
      execFileSync("fallocate", ["--length", String(bavail * bsize - bytes), filling]);
    },
    leaveFiles: (count) => {
      const { files, ffree } = statfsSync(folder);
      inodesAre(files - ffree + count);
    },
    empty: () => {
      rmSync(filling, { force: true });
      inodesAre(inodes);
    },
    remove: () => {
      // Lazily: a process of the site that is about to end may still have a log open.
      execFileSync("umount", ["--lazy", folder]);
      rmdirSync(folder);
    },
  };
};

import { copyFileSync, readdirSync, renameSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { sizeOf } from "./log-tail.ts";

/** Bytes from which a log is put aside. */
const LARGEST = 10 * 1024 * 1024;

/** Old logs kept of each: `NAME.log.1` is the newer. */
const KEPT = 2;

/**
 * Gives every log in the folder its bound. Copied and cut, not renamed: processes write through descriptors that they
 * keep open (all append, so they go on at the new end). Lines written between the two steps are lost.
 */
export const rotateLogs = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith(".log") && sizeOf(file) > LARGEST) rotate(file);
  }
};

const rotate = (file: string): void => {
  for (let age = KEPT; age > 1; age -= 1) moveIfThere(`${file}.${age - 1}`, `${file}.${age}`);
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
};

const moveIfThere = (from: string, to: string): void => {
  if (sizeOf(from) > 0) renameSync(from, to);
  else rmSync(to, { force: true });
};

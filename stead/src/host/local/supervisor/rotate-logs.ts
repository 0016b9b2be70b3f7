import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Bytes from which a log is put aside. */
const LARGEST = 10 * 1024 * 1024;

const MODE = 0o640;

/** Old logs kept of each: `NAME.log.1` is the newer. */
const KEPT = 2;

/**
 * Gives every log in the folder its bound. Copied and cut, not renamed: processes write through descriptors that they
 * keep open (all append, so they go on at the new end). Lines written between the two steps are lost;
 * of a log that grew beyond its bound between two looks, the end is kept.
 */
export const rotateLogs = (folder: string): void => {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const file = join(folder, name);
    const entry = name.endsWith(".log") ? lstatSync(file, { throwIfNoEntry: false }) : undefined;
    if (entry?.isFile() && entry.size > LARGEST) rotateUnlessHindered(file);
  }
};

/** What the account put in the way of one log must not keep the others from their bound. */
const rotateUnlessHindered = (file: string): void => {
  try {
    rotate(file);
  } catch {
    // At the next look again.
  }
};

/** The folder may belong to the engines' account: a link that it put there is not followed. */
const rotate = (file: string): void => {
  for (let age = KEPT; age > 1; age -= 1) moveIfThere(`${file}.${age - 1}`, `${file}.${age}`);
  rmSync(`${file}.1`, { force: true });
  const log = openSync(file, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const { size } = fstatSync(log);
    const bytes = Buffer.alloc(Math.min(size, LARGEST));
    readSync(log, bytes, 0, bytes.length, size - bytes.length);
    // Never the log's own mode: the copy is root's, and a program that the account wrote there must not run as root.
    writeFileSync(`${file}.1`, bytes, { flag: "wx", mode: MODE });
    ftruncateSync(log);
  } finally {
    closeSync(log);
  }
};

const moveIfThere = (from: string, to: string): void => {
  if (lstatSync(from, { throwIfNoEntry: false })) renameSync(from, to);
};

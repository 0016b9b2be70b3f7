import { closeSync, constants, lstatSync, openSync, readSync } from "node:fs";

/** Bytes read from the end: the last lines of any sane log stand in it. */
const WINDOW = 64 * 1024;

/** The last lines of a log, of those written since it had `from` bytes; `[]` when it is not there. */
export const tailOf = (file: string, count: number, from = 0): readonly string[] => {
  const size = sizeOf(file);
  // A log that was rotated meanwhile is shorter: then all of it is new.
  const start = Math.max(from > size ? 0 : from, size - WINDOW);
  const lines = readFrom(file, start, size - start).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.slice(-count);
};

/** Bytes of a file; 0 when it is not there. The engines' account may have put a link there: that is no log. */
export const sizeOf = (file: string): number => {
  const entry = lstatSync(file, { throwIfNoEntry: false });
  return entry?.isFile() ? entry.size : 0;
};

const readFrom = (file: string, start: number, length: number): string => {
  if (length <= 0) return "";
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, start)).toString("utf8");
  } finally {
    closeSync(descriptor);
  }
};

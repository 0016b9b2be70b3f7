import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What bounds the folder: the newest messages stay (number, bytes). */
export const MAIL_LIMITS = { messages: 200, bytes: 50 * 1024 * 1024 } as const;

export interface MailFolder {
  /** Writes a message whole or not at all, then forgets the oldest beyond the limits; returns the file's name. */
  keep(head: string, body: Readable, refused: () => boolean): Promise<string>;
}

/** A folder of messages, one `.eml` file each, whose names sort by time of arrival. */
export const openMailFolder = async (
  folder: string,
  limits: { messages: number; bytes: number } = MAIL_LIMITS,
): Promise<MailFolder> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeUnfinished(folder);
  let count = 0;
  return {
    keep: async (head, body, refused) => {
      count += 1;
      const name = `${stamp(new Date())}-${String(count).padStart(4, "0")}.eml`;
      const unfinished = join(folder, `${name}.part`);
      try {
        await pipeline(withHead(head, body), createWriteStream(unfinished, { mode: 0o600 }));
        if (refused()) throw Object.assign(new Error("The message is too large."), { responseCode: 552 });
        await rename(unfinished, join(folder, name));
      } finally {
        await rm(unfinished, { force: true });
      }
      await forgetOldest(folder, limits);
      return name;
    },
  };
};

/** `20261123-120501-042`, UTC. */
const stamp = (now: Date): string =>
  now.toISOString().replace(/[-:]/g, "").replace("T", "-").replace(".", "-").replace("Z", "");

const withHead = async function* (head: string, body: Readable): AsyncGenerator<string | Uint8Array> {
  yield head;
  for await (const chunk of body) yield chunk as Uint8Array;
};

/** A kill in the middle of a message leaves its first part. */
const removeUnfinished = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  await Promise.all(
    names.filter((name) => name.endsWith(".part")).map((name) => rm(join(folder, name), { force: true })),
  );
};

const forgetOldest = async (folder: string, limits: { messages: number; bytes: number }): Promise<void> => {
  const newestFirst = (await readdir(folder))
    .filter((name) => name.endsWith(".eml"))
    .toSorted()
    .toReversed();
  let bytes = 0;
  for (const [index, name] of newestFirst.entries()) {
    const path = join(folder, name);
    bytes += (await stat(path)).size;
    // The newest stays whatever its size: a message just accepted must be there to be seen.
    if (index > 0 && (index >= limits.messages || bytes > limits.bytes)) await rm(path, { force: true });
  }
};

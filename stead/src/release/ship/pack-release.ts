import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Host } from "../../host/host.ts";
import { act } from "../build/act.ts";
import type { ContentEntry, Contents } from "./contents.ts";

/** What goes over the wire for a release: an archive (tar, gzip) of what is not there, with a list of what is. */
export interface Pack {
  readonly bytes: Uint8Array;
  /** How many files are in it. */
  readonly files: number;
}

const asGzip = promisify(gzip);

/**
 * Packs what of a release is not in the one before. Its `.linked` names the files that are, each ended by a zero byte. Folders and
 * links are always sent: they are small, and a hard link of either is no copy.
 */
export const packRelease = async (
  builder: Host,
  built: string,
  contents: Contents,
  before: Contents | undefined,
): Promise<Pack> => {
  const { linked, sent } = divide(contents, before);
  const folder = await mkdtemp(join(tmpdir(), "stead-pack-"));
  try {
    await writeFile(join(folder, ".linked"), linked.map(({ path }) => `${path}\0`).join(""));
    const names = ["release.json", ...sent.map(({ path }) => path)];
    const archive = join(folder, "archive");
    await act(builder, ["tar", ...words, "--file", archive, "--directory", built, "--null", "--files-from=-"], {
      stdin: names.map((name) => `./${name}\0`).join(""),
    });
    await act(builder, [
      "tar",
      "--append",
      "--owner=0",
      "--group=0",
      "--file",
      archive,
      "--directory",
      folder,
      ".linked",
    ]);
    return {
      bytes: await asGzip(await readFile(archive), { level: constants.Z_BEST_SPEED }),
      files: sent.filter(({ kind }) => kind === "file").length,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const words = ["--create", "--no-recursion", "--owner=0", "--group=0", "--hard-dereference"];

/** A file of the same path, mode and hash need not be sent. */
export const divide = (
  { entries }: Contents,
  before: Contents | undefined,
): { readonly linked: readonly ContentEntry[]; readonly sent: readonly ContentEntry[] } => {
  const there = new Set(before?.entries.filter(({ hash }) => hash !== undefined).map(identify));
  const isThere = (entry: ContentEntry): boolean => entry.hash !== undefined && there.has(identify(entry));
  return { linked: entries.filter(isThere), sent: entries.filter((entry) => !isThere(entry)) };
};

const identify = ({ path, mode, hash }: ContentEntry): string => `${hash ?? ""} ${mode} ${path}`;

import type { Host } from "../../host/host.ts";
import { SteadError } from "../../kernel/errors.ts";

/** What a release consists of, as `printContents` tells it on any host: the same text, the same release. */
export interface Contents {
  readonly text: string;
  readonly entries: readonly ContentEntry[];
}

export interface ContentEntry {
  readonly path: string;
  readonly kind: "file" | "folder" | "link";
  /** Octal, as find(1) prints it. */
  readonly mode: string;
  /** sha256 hex, of a file. */
  readonly hash?: string;
}

/**
 * Shell that prints the contents of the folder it is in: hashes of files, then kind, mode and target of all. Left out is what
 * differs from host to host: the record (when it served), what Node compiled there, and this list itself.
 */
export const printContents = `
export LC_ALL=C
wanted() { find . -mindepth 1 ! -path ./contents ! -path ./release.json ! -path ./compiled ! -path './compiled/*' "$@"; }
wanted -type f -printf '%P\\0' | sort --zero-terminated | xargs --null --no-run-if-empty sha256sum --zero --
printf '\\0'
wanted -printf '%y %m %P\\t%l\\0' | sort --zero-terminated
`;

/** The contents of a release on a host. */
export const contentsOf = async (host: Host, folder: string): Promise<Contents> => {
  const { exitCode, stdout, stderr } = await host.run(["/bin/sh", "-c", printContents], { folder });
  if (exitCode === 0) return parseContents(stdout);
  throw new SteadError({
    code: "COMMAND_FAILED",
    where: folder,
    what: "The release cannot be read to be shipped.",
    mend: "Mend what its last words say, and run the command again.",
    lines: stderr.trimEnd().split("\n").slice(-5),
  });
};

/** Reads what `printContents` printed. A text that is something else has no entries: everything is sent. */
export const parseContents = (text: string): Contents => {
  const [hashed = "", listed = ""] = text.startsWith("\0") ? ["", text.slice(1)] : split(text);
  const hashes = new Map(hashed.split("\0").map((line) => [line.slice(66), line.slice(0, 64)]));
  const entries = listed.split("\0").flatMap((line): readonly ContentEntry[] => {
    const [, letter = "", mode = "", path = ""] = /^(\w) (\d+) ([^\t]*(?:\t(?=.*\t)[^\t]*)*)\t/su.exec(line) ?? [];
    const kind = kinds[letter];
    const hash = hashes.get(path);
    return kind === undefined ? [] : [{ path, kind, mode, ...(hash === undefined ? {} : { hash }) }];
  });
  return { text, entries };
};

/** An empty name parts the two lists. */
const split = (text: string): readonly string[] => {
  const at = text.indexOf("\0\0");
  return at === -1 ? ["", ""] : [text.slice(0, at), text.slice(at + 2)];
};

/** As find(1) tells types (%y). */
const kinds: Readonly<Record<string, ContentEntry["kind"]>> = { f: "file", d: "folder", l: "link" };

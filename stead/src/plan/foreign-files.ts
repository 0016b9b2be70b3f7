import type { Fault } from "../kernel/errors.ts";
import type { Entry } from "../state/observations.ts";
import type { File } from "../state/vocabulary.ts";
import { fileStanding } from "./file-standing.ts";
import type { HostState } from "./host-state.ts";

/**
 * A fault for each thing on a host that stands where Stead wants to write, and that it did not write. With `adopt` only for what
 * cannot be replaced by a file: a folder may hold anything.
 */
export const foreignFiles = (state: HostState, adopt = false): readonly Fault[] =>
  state.desired.flatMap((value) => {
    if (value.kind !== "file" && value.kind !== "folder") return [];
    const kind = state.observed.entries.get(value.path)?.kind ?? "folder";
    // A link may lead to a folder on a larger disk.
    if (value.kind === "folder")
      return kind === "folder" || kind === "link" ? [] : [inTheWay("file", value.path, value.says)];
    return strangerIn(state, value, kind, adopt);
  });

const strangerIn = (state: HostState, file: File, kind: Entry["kind"], adopt: boolean): readonly Fault[] => {
  const standing = fileStanding(state, file, () => false);
  if (standing !== "foreign") return [];
  if (kind === "folder") return [inTheWay("folder", file.path, file.says)];
  return adopt ? [] : [foreign(file.path, file.says)];
};

const moveAway = (path: string): string => `Move it away (mv '${path}' '${path}.old')`;

const foreign = (path: string, says: string): Fault => ({
  code: "FOREIGN_FILE",
  where: path,
  what: `A file stands here that Stead did not write; ${says} belongs in its place.`,
  mend: `${moveAway(path)}, or let Stead replace it: \`stead up --adopt\`.`,
});

const inTheWay = (kind: "file" | "folder", path: string, says: string): Fault => ({
  code: "FOREIGN_FILE",
  where: path,
  what: `A ${kind} stands here that Stead did not make; ${says} belongs in its place.`,
  mend: `${moveAway(path)}, then run the command again.`,
});

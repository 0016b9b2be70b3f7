import type { Fault } from "../kernel/errors.ts";
import { fileStanding } from "./file-standing.ts";
import type { HostState } from "./host-state.ts";

/** A fault for each thing on a host that stands where Stead wants to write, and that it did not write. */
export const foreignFiles = (state: HostState): readonly Fault[] =>
  state.desired.flatMap((value) => {
    if (value.kind === "file" && fileStanding(state, value, () => false) === "foreign")
      return [foreign(value.path, value.says)];
    if (value.kind !== "folder") return [];
    const kind = state.observed.entries.get(value.path)?.kind ?? "folder";
    return kind === "folder" || kind === "link" ? [] : [foreign(value.path, value.says)];
  });

const foreign = (path: string, says: string): Fault => ({
  code: "FOREIGN_FILE",
  where: path,
  what: `A file stands here that Stead did not write; ${says} belongs in its place.`,
  mend: `Move it away (mv '${path}' '${path}.old'), or let Stead replace it: \`stead up --adopt\`.`,
});

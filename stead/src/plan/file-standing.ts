import { hashOf, hashText } from "../state/hash.ts";
import { secretsIn } from "../state/text.ts";
import type { File } from "../state/vocabulary.ts";
import type { HostState } from "./host-state.ts";

/** How a file on the host stands to the wish. */
export type Standing = "as wanted" | "absent" | "outdated" | "changed by hand" | "foreign" | "wrong owner";

/**
 * Compares what stands at a file's path with what should, by hashes. What Stead wrote there is told by the manifest: a
 * file it does not know, with other content, is foreign; one with other content than it noted was changed by hand.
 */
export const fileStanding = (state: HostState, file: File, isChanged: (id: string) => boolean): Standing => {
  const entry = state.observed.entries.get(file.path);
  if (!entry) return "absent";
  const noted = state.observed.manifest.entries[file.id];
  if (entry.hash !== undefined && entry.hash === wantedHash(state, file, isChanged))
    return entry.mode === file.mode && (file.account === undefined || entry.account === file.account)
      ? "as wanted"
      : "wrong owner";
  if (noted?.path !== file.path) return "foreign";
  const ours = noted.hash === undefined || entry.hash === noted.hash || entry.hash === noted.was;
  return ours ? "outdated" : "changed by hand";
};

/** undefined: not known before a secret of it is made. */
const wantedHash = (state: HostState, file: File, isChanged: (id: string) => boolean): string | undefined => {
  if (typeof file.content === "string") return hashText(file.content);
  const names = new Set(secretsIn(file.content));
  const remade = state.desired.some((value) => value.kind === "secret" && names.has(value.name) && isChanged(value.id));
  return remade ? undefined : state.observed.rendered?.get(file.id);
};

/** Hash of the wish itself, its secrets as references: what the manifest keeps as `source`. */
export const fileSource = (file: File): string => hashOf([file.path, file.content, file.mode, file.account ?? null]);

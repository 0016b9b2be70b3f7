import { hashOf, hashText } from "../state/hash.ts";
import { secretsIn } from "../state/text.ts";
import type { File } from "../state/vocabulary.ts";
import type { HostState } from "./host-state.ts";

/** How a file on the host stands to the wish. */
export type Standing =
  | "as wanted"
  | "absent"
  | "outdated"
  | "changed by hand"
  | "a neighbour's"
  | "foreign"
  | "wrong owner";

/**
 * Compares what stands at a file's path with what should, by hashes. What Stead wrote there is told by the manifest: a
 * file it does not know, with other content, is foreign; one with other content than it noted was changed by hand. What
 * belongs to the machine may have been written for another of its sites, which then has noted what stands there.
 */
export const fileStanding = (state: HostState, file: File, isChanged: (id: string) => boolean): Standing => {
  const entry = state.observed.entries.get(file.path);
  if (!entry) return "absent";
  if (entry.hash !== undefined && entry.hash === wantedHash(state, file, isChanged))
    return entry.mode === file.mode && (file.account === undefined || entry.account === file.account)
      ? "as wanted"
      : "wrong owner";
  return whoseContent(state, file, entry.hash);
};

const whoseContent = (state: HostState, file: File, hash: string | undefined): Standing => {
  const noted = state.observed.manifest.entries[file.id];
  const ours = noted?.hash === undefined || hash === noted.hash || hash === noted.was;
  if (noted?.path === file.path && ours) return "outdated";
  if (file.shared && neighbourOf(state, file, hash) !== undefined) return "a neighbour's";
  return noted?.path === file.path ? "changed by hand" : "foreign";
};

/** The other site of the host that wants just what stands there. */
export const neighbourOf = (state: HostState, { id }: File, hash: string | undefined): string | undefined =>
  state.observed.neighbours?.find(({ entries }) => entries[id]?.hash !== undefined && entries[id].hash === hash)?.site;

/** undefined: not known before a secret of it is made. */
const wantedHash = (state: HostState, file: File, isChanged: (id: string) => boolean): string | undefined => {
  if (typeof file.content === "string") return hashText(file.content);
  const names = new Set(secretsIn(file.content));
  const remade = state.desired.some((value) => value.kind === "secret" && names.has(value.name) && isChanged(value.id));
  return remade ? undefined : state.observed.rendered?.get(file.id);
};

/** Hash of the wish itself, its secrets as references: what the manifest keeps as `source`. */
export const fileSource = (file: File): string => hashOf([file.path, file.content, file.mode, file.account ?? null]);

import { hashText } from "../state/hash.ts";
import { secretsIn } from "../state/text.ts";
import type { File } from "../state/vocabulary.ts";
import type { HostState } from "./host-state.ts";
import { rivalOf } from "./neighbours.ts";

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
 * belongs to the machine is the affair of all its sites: one that another of them wants otherwise is that one's, too.
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
  const { manifest, neighbours = [] } = state.observed;
  if (rivalOf(state.observed, file) !== undefined) return "a neighbour's";
  const noted = manifest.entries[file.id];
  const ours = noted?.hash === undefined || hash === noted.hash || hash === noted.was;
  if (noted?.path === file.path && ours) return "outdated";
  const known = [noted, ...(file.shared ? neighbours.map(({ entries }) => entries[file.id]) : [])];
  return known.some((entry) => entry?.path === file.path) ? "changed by hand" : "foreign";
};

/** undefined: not known before a secret of it is made. */
const wantedHash = (state: HostState, file: File, isChanged: (id: string) => boolean): string | undefined => {
  if (typeof file.content === "string") return hashText(file.content);
  const names = new Set(secretsIn(file.content));
  const remade = state.desired.some((value) => value.kind === "secret" && names.has(value.name) && isChanged(value.id));
  return remade ? undefined : state.observed.rendered?.get(file.id);
};

import { readFileSync } from "node:fs";
import { manifestPath, readManifest } from "../observe/manifest.ts";
import { fileSource } from "../plan/file-source.ts";
import type { Manifest, ManifestEntry } from "../plan/observed.ts";
import type { Plan } from "../plan/plan.ts";
import { sourceOf } from "../state/definition-of.ts";
import { hashOf, hashText } from "../state/hash.ts";
import type { DesiredState, Ensure, File, Value } from "../state/vocabulary.ts";
import type { Ground, PlannedHost } from "./ground.ts";

type Entries = Readonly<Record<string, ManifestEntry>>;

/** Notes what is about to be written beside what stands there, so that both are known as Stead's after a crash. */
export const noteIntent = async (on: PlannedHost, changes: Plan["changes"], ground: Ground): Promise<void> => {
  const { manifest } = on.state.observed;
  const changing = new Set(changes.map(({ id }) => id));
  const values = on.state.desired.filter(({ id }) => changing.has(`${on.state.host}/${id}`));
  const intents = values.flatMap((value) => {
    const entry = entryFor(value, intendedHash(value));
    const was = manifest.entries[value.id]?.hash;
    return entry ? [[value.id, { ...entry, ...(was !== undefined && { was }) }] as const] : [];
  });
  await writeManifest(on, ground, { ...manifest.entries, ...Object.fromEntries(intents) });
};

/** Notes what stands there by Stead's hand now; writes only when that differs from what is noted. */
export const noteResult = async (on: PlannedHost, ground: Ground): Promise<void> => {
  const entries = await resultEntries(on);
  const noted = await readManifest(on.host, on.place);
  if (hashOf(noted) !== hashOf(manifestOf(ground, entries))) await writeManifest(on, ground, entries);
};

const resultEntries = async ({ host, state }: PlannedHost): Promise<Entries> => {
  const files = state.desired.flatMap((value) =>
    value.kind === "file" || value.kind === "secret" ? [value.path] : [],
  );
  const standing = await host.files.look(files);
  return Object.fromEntries(
    state.desired.flatMap((value) => {
      const hash = "path" in value ? standing.get(value.path)?.hash : undefined;
      const entry = entryFor(value, hash);
      return entry ? [[value.id, entry] as const] : [];
    }),
  );
};

/** What is known of a file's hash before it is written: nothing when it has secrets. */
const intendedHash = (value: Value): string | undefined =>
  value.kind === "file" && typeof value.content === "string" ? hashText(value.content) : undefined;

const entryFor = (value: DesiredState[number], hash: string | undefined): ManifestEntry | undefined => {
  const known = { ...(hash === undefined ? {} : { hash }), ...(value.shared && { shared: value.shared }) };
  if (value.kind === "file") return { ...fileEntry(value), ...known };
  if (value.kind === "secret") return { kind: "secret", path: value.path, source: value.generator };
  if (value.kind === "ensure") return ensureEntry(value);
  if (value.kind === "unit") return { kind: "unit", source: sourceOf(value), ...known };
  if (value.kind !== "folder") return undefined;
  const { path, mode, keep, shared } = value;
  return { kind: "folder", path, source: String(mode), ...(shared && { shared }), ...(keep && { keep }) };
};

const fileEntry = (file: File): ManifestEntry => ({
  kind: "file",
  path: file.path,
  source: fileSource(file),
  ...(file.takes && { takes: [...file.takes] }),
  ...(file.unmake && { unmake: file.unmake, says: file.says }),
});

/** Only what can be taken away again is worth a note. */
const ensureEntry = ({ make, unmake, says, shared }: Ensure): ManifestEntry | undefined =>
  unmake && { kind: "ensure", source: hashOf(make), unmake, says, ...(shared && { shared }) };

const manifestOf = (ground: Ground, entries: Entries): Manifest => ({
  stead: steadVersion(),
  site: ground.site.site,
  entries,
});

const writeManifest = (on: PlannedHost, ground: Ground, entries: Entries): Promise<void> =>
  on.host.files.write(manifestPath(on.place), `${JSON.stringify(manifestOf(ground, entries), null, 2)}\n`, {
    mode: 0o644,
  });

/** Two folders above this file lies package.json, in a clone (src/) and in a package (dist/) alike. */
const steadVersion = (): string => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
};

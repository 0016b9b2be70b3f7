import { instancesHash } from "../state/instances-hash.ts";
import { join } from "../kernel/text.ts";
import { secretsIn } from "../state/text.ts";
import type { Ensure, File, Folder, Instances, SecretValue, User, Value } from "../state/vocabulary.ts";
import { fileStanding, type Standing } from "./file-standing.ts";
import type { HostState } from "./host-state.ts";
import type { Observed } from "./observed.ts";
import type { Change } from "./plan.ts";
import { sentences } from "./sentences.ts";
import { unitChange } from "./unit-change.ts";

/** A change before it has its place in the order. */
export type Draft = Omit<Change, "id" | "host" | "after">;

/** What must be done for one value, or undefined when it is so already. `isChanged` tells of the values before it. */
export const changeOf = (state: HostState, value: Value, isChanged: (id: string) => boolean): Draft | undefined =>
  (changers[value.kind] as Changer<Value>)(state, value, isChanged);

type Changer<V extends Value> = (state: HostState, value: V, isChanged: (id: string) => boolean) => Draft | undefined;

type Changers = { readonly [Kind in Value["kind"]]: Changer<Extract<Value, { kind: Kind }>> };

/** Packages have no change of their own: all of a host are installed in one. */
const changers: Changers = {
  package: () => undefined,
  user: (state, user) => userChange(state, user),
  folder: (state, folder) => folderChange(state, folder),
  secret: (state, secret) => secretChange(state, secret),
  file: (state, file, isChanged) => fileChange(state, file, isChanged),
  ensure: (state, ensure, isChanged) => ensureChange(state, ensure, isChanged),
  unit: unitChange,
  instances: instancesChange,
};

const quiet = (says: string, action: Change["action"]): Draft => ({ says, disrupts: "nothing", action });

const userChange = ({ observed }: HostState, user: User): Draft | undefined =>
  observed.users.has(user.name) ? undefined : quiet(sentences.user(user), { do: "user", user });

const folderChange = ({ observed }: HostState, folder: Folder): Draft | undefined => {
  const entry = observed.entries.get(folder.path);
  if (!entry) return quiet(sentences.newFolder(folder), { do: "folder", folder });
  const same = entry.mode === folder.mode && (folder.account === undefined || entry.account === folder.account);
  return same ? undefined : quiet(sentences.ownFolder(folder), { do: "folder", folder });
};

const secretChange = ({ observed }: HostState, secret: SecretValue): Draft | undefined =>
  observed.entries.get(secret.path) ? undefined : quiet(sentences.secret(secret), { do: "secret", secret });

const fileChange = (state: HostState, file: File, isChanged: (id: string) => boolean): Draft | undefined => {
  const standing = fileStanding(state, file, isChanged);
  return standing === "as wanted" ? undefined : quiet(fileSentences[standing](file), { do: "file", file });
};

const fileSentences: Readonly<Record<Exclude<Standing, "as wanted">, (file: File) => string>> = {
  absent: sentences.newFile,
  outdated: sentences.changedFile,
  "changed by hand": sentences.driftedFile,
  "a neighbour's": sentences.contestedFile,
  foreign: sentences.adoptedFile,
  "wrong owner": sentences.ownFile,
};

const ensureChange = (
  { observed }: HostState,
  ensure: Ensure,
  isChanged: (id: string) => boolean,
): Draft | undefined => {
  const renewed = (ensure.remakeOn ?? []).some(isChanged);
  if (observed.met.has(ensure.id) && !renewed) return undefined;
  const { make, guard, seen } = ensure;
  return quiet(sentences.ensure(ensure), { do: "ensure", make, ...(guard && { guard }), ...(seen && { seen }) });
};

function instancesChange(
  { desired, observed }: HostState,
  instances: Instances,
  isChanged: (id: string) => boolean,
): Draft | undefined {
  const { release, kept } = observed;
  if (!release) {
    const reason = kept === undefined ? "first" : "stopped";
    return quiet(sentences.release[reason](kept ?? ""), { do: "release", instances, reason });
  }
  const why = whyReplaced({ desired, observed }, instances, release, isChanged);
  if (why === undefined) return undefined;
  return quiet(sentences.release.changed(release.id, why), { do: "release", instances, reason: "changed" });
}

/** undefined: the running instances are as they should be. */
const whyReplaced = (
  { desired, observed }: Pick<HostState, "desired" | "observed">,
  instances: Instances,
  running: NonNullable<Observed["release"]>,
  isChanged: (id: string) => boolean,
): string | undefined => {
  if (running.instancesHash !== instancesHash(instances)) return "their settings changed";
  const set = Object.entries(observed.secrets ?? {}).filter(([name, now]) => running.secrets?.[name] !== now);
  if (set.length > 0) return `${join(set.map(([name]) => name))} changed`;
  const renewed = desired.find((value) => isInside(instances, value) && isChanged(value.id));
  if (renewed) return `${renewed.says} changed`;
  const drifted = observed.units.find(({ name, drift }) => name.includes("@") && drift !== undefined);
  return drifted && `of ${drifted.name}, ${drifted.drift}`;
};

/** What running instances hold a copy of: a password in their environment, and the account that it opens. */
const isInside = (instances: Instances, value: Value): boolean => {
  if (value.kind === "ensure") return instances.needs?.includes(value.id) === true;
  return (
    value.kind === "secret" && Object.values(instances.environment).some((text) => secretsIn(text).includes(value.name))
  );
};

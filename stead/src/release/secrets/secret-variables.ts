import { createHash } from "node:crypto";
import { join } from "node:path";
import type { AppSecret, Instances } from "../../state/vocabulary.ts";
import type { HostPlace } from "../../topology/topology.ts";
import type { Member } from "../fleet.ts";
import { completeVersions, secretPath, storedVersions, type Versions } from "./stored-secrets.ts";

/** The variables that give the application its secrets. Lays those that it wants as files ready for its account. Throws SECRET_MISSING. */
export const secretVariables = async (member: Member): Promise<Readonly<Record<string, string>>> => {
  const { secrets } = member.instances;
  if (secrets === undefined) return {};
  const versions = await completeVersions(member);
  const [variables, files] = [named(secrets, "env"), named(secrets, "file")];
  const folder = join(filesFolder(member.place), folderName(files, versions));
  if (files.length > 0) await layFiles(member, folder, files);
  const values = await Promise.all(
    variables.map(async (name) => [name, asVariable(await valueOf(member, name))] as const),
  );
  return Object.fromEntries([...values, ...files.map((name) => [`${name}_FILE`, join(folder, name)] as const)]);
};

/** Where the application reads those that it wants as files: a folder for each set of versions, so that old instances keep theirs. */
export const filesFolder = ({ paths }: Pick<HostPlace, "paths">): string => join(paths.etc, "app-secrets");

/** Takes away the files that no instance reads any more. To be called when only the serving generation is left. */
export const pruneSecretFiles = async (member: Member): Promise<void> => {
  const { host, place, instances } = member;
  const files = named(instances.secrets ?? [], "file");
  if (files.length === 0) return host.files.remove(filesFolder(place));
  const current = folderName(files, (await storedVersions(member)) ?? {});
  for (const name of await host.files.list(filesFolder(place)))
    if (name !== current) await host.files.remove(join(filesFolder(place), name));
};

const named = (secrets: NonNullable<Instances["secrets"]>, kind: AppSecret["as"]): readonly string[] =>
  secrets.filter(({ as }) => as === kind).map(({ name }) => name);

/** Says nothing about the values: only when they were set. */
const folderName = (names: readonly string[], versions: Versions): string =>
  createHash("sha256")
    .update(JSON.stringify(names.map((name) => [name, versions[name]])))
    .digest("hex")
    .slice(0, 12);

/** What `echo` adds at the end is not part of a variable's value. */
const asVariable = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replace(/\r?\n$/u, "");

const valueOf = async ({ host, place }: Member, name: string): Promise<Uint8Array> =>
  (await host.files.read(secretPath(place, name))) ?? new Uint8Array();

/** The folders are root's: the application reads in them, and cannot put anything else in their place. */
const layFiles = async (member: Member, folder: string, names: readonly string[]): Promise<void> => {
  const { host, place, instances } = member;
  const account = instances.account === undefined ? {} : { account: instances.account };
  if ((await host.files.list(folder)).join() === names.toSorted().join()) return;
  await host.files.makeFolder(filesFolder(place), { mode: 0o711 });
  await host.files.makeFolder(folder, { mode: 0o711 });
  for (const name of names)
    await host.files.write(join(folder, name), await valueOf(member, name), { mode: 0o400, ...account });
};

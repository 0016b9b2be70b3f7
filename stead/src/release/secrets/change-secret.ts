import { join } from "node:path";
import { act } from "../build/act.ts";
import { currentRelease } from "../current-release.ts";
import type { Member } from "../fleet.ts";
import { makeSecretFolders } from "./make-folders.ts";
import { secretFolder, secretPath, storedSecrets } from "./stored-secrets.ts";

/**
 * Keeps another value on every host and does the work that gives it to the application. Where that fails, the value before is kept
 * again, unless the application has the new one by then.
 */
export const changeSecret = async (
  members: readonly Member[],
  name: string,
  value: Uint8Array,
  work: () => Promise<void>,
): Promise<void> => {
  for (const member of members) await keep(member, name, value);
  try {
    await work();
  } catch (error) {
    for (const member of members) if (!(await serves(member, name))) await goBack(member, name);
    throw error;
  } finally {
    for (const { host, place } of members) await host.files.remove(pathBefore(place, name));
  }
};

/** What a killed change left of values before: the names. */
export const clearValuesBefore = async ({ host, place }: Member): Promise<readonly string[]> => {
  const names = (await host.files.list(secretFolder(place))).flatMap((file) => BEFORE.exec(file)?.[1] ?? []);
  for (const name of names) await host.files.remove(pathBefore(place, name));
  return names;
};

const BEFORE = /^\.([A-Za-z0-9_]+)\.before$/u;

const pathBefore = (place: Member["place"], name: string): string => join(secretFolder(place), `.${name}.before`);

const keep = async ({ host, place }: Member, name: string, value: Uint8Array): Promise<void> => {
  const path = secretPath(place, name);
  await makeSecretFolders(host, place);
  const there = (await host.files.look([path])).get(path) !== undefined;
  // A second name for the value before: also when it was set goes back with it.
  if (there) await act(host, ["ln", "-f", "--", path, pathBefore(place, name)]);
  await host.files.write(path, value, { mode: 0o600 });
};

const serves = async ({ host, place }: Member, name: string): Promise<boolean> => {
  const version = (await storedSecrets(host, place)).get(name)?.version;
  return version !== undefined && (await currentRelease(host, place))?.secrets?.[name] === version;
};

const goBack = async ({ host, place }: Member, name: string): Promise<void> => {
  const [path, before] = [secretPath(place, name), pathBefore(place, name)];
  const there = (await host.files.look([before])).get(before) !== undefined;
  await (there ? act(host, ["mv", "-f", "--", before, path]) : host.files.remove(path));
};

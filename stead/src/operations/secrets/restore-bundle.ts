import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { SteadError } from "../../kernel/errors.ts";
import type { Secret } from "../../kernel/secret.ts";
import { makeSecretFolders } from "../../release/secrets/make-folders.ts";
import type { HostName } from "../../topology/topology.ts";
import { atWork, type Progress } from "../at-work.ts";
import type { OpenSite } from "../open-site.ts";
import { openAge, type Refusal } from "./age/open-age.ts";
import { bundleShape, isBundledName, ownershipIn, unpacked, type Bundle, type BundledValue } from "./bundle.ts";

export interface RestoreBundleWish {
  /** A path on the operator's machine. */
  readonly file: string;
  readonly passphrase: Secret;
  /** Values that are there and differ are replaced; otherwise they stay. */
  readonly replace: boolean;
}

export interface RestoreBundleResult {
  /** ISO 8601: when the bundle was made. */
  readonly at: string;
  /** Names, as in the folder of secrets. */
  readonly written: readonly string[];
  /** Those that were there with another value. */
  readonly kept: readonly string[];
}

/** Puts the secrets of a bundle on the servers, before `up` makes others. Throws BUNDLE_UNREADABLE, USAGE for another site's. */
export const restoreBundle = async (
  site: OpenSite,
  wish: RestoreBundleWish,
  progress: Progress,
): Promise<RestoreBundleResult> => {
  const bundle = await openBundle(wish);
  if (bundle.site !== site.topology.site) throw anothers(bundle.site, site.topology.site);
  const pairs = pairsOf(bundle, [...site.hosts.keys()]);
  return atWork(site, "secret restore", progress, async () => {
    const results: { readonly name: string; readonly result: Put }[] = [];
    for (const { host, secrets } of pairs)
      for (const [name, value] of Object.entries(secrets))
        results.push({ name, result: await putBack(site, host, { name, value, replace: wish.replace }) });
    const of = (result: Put): readonly string[] =>
      results.filter((one) => one.result === result).map(({ name }) => name);
    return { at: bundle.at, written: of("written"), kept: of("kept") };
  });
};

type Put = "written" | "kept" | "same";

const openBundle = async ({ file, passphrase }: RestoreBundleWish): Promise<Bundle> => {
  const sealed = await readFile(file).catch((error: unknown) => {
    throw unreadable(
      file,
      `cannot be read (${error instanceof Error && "code" in error ? String(error.code) : String(error)}).`,
    );
  });
  const opened = openAge(sealed, passphrase);
  if (typeof opened === "string") throw unreadable(file, whyNot[opened]);
  const bundle = bundleShape.safeParse(parse(opened.toString("utf8"))).data;
  const names = Object.values(bundle?.hosts ?? {}).flatMap((secrets) => Object.keys(secrets));
  if (!bundle || !names.every(isBundledName))
    throw unreadable(file, "was opened, but what is in it is no bundle of Stead's.");
  return bundle;
};

const whyNot: Readonly<Record<Refusal, string>> = {
  "no age file": "is not encrypted with a passphrase by `stead secret bundle` or age.",
  "wrong passphrase": "cannot be opened with this passphrase.",
  damaged: "is damaged: what is in it was changed or cut off.",
};

/** Each server gets what one of its name had; the only one gets what the only one had, whatever it was called. */
const pairsOf = (bundle: Bundle, hosts: readonly HostName[]) => {
  const [only, ...others] = Object.entries(bundle.hosts);
  if (only && others.length === 0 && hosts.length === 1) return [{ host: hosts[0] ?? "", secrets: only[1] }];
  return hosts.flatMap((host) => {
    const secrets = bundle.hosts[host];
    return secrets ? [{ host, secrets }] : [];
  });
};

const putBack = async (
  site: OpenSite,
  name: HostName,
  secret: { readonly name: string; readonly value: BundledValue; readonly replace: boolean },
): Promise<Put> => {
  const [host, place] = [site.hosts.get(name), site.topology.hosts[name]];
  if (!host || !place) return "same";
  const path = `${place.paths.secrets}/${secret.name}`;
  const value = unpacked(secret.value);
  const there = await host.files.read(path);
  if (there && Buffer.compare(there, value) === 0) return "same";
  if (there && !secret.replace) return "kept";
  await makeSecretFolders(host, place);
  if (secret.name.includes("/")) await host.files.makeFolder(dirname(path), { mode: 0o700 });
  await host.files.write(path, value, ownershipIn(site.desired.get(name) ?? [], path));
  return "written";
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const unreadable = (file: string, what: string): SteadError =>
  new SteadError({
    code: "BUNDLE_UNREADABLE",
    where: file,
    what,
    mend: "Nothing was written. Give the file that `stead secret bundle` wrote, and the passphrase of that day.",
  });

const anothers = (theirs: string, ours: string): SteadError =>
  new SteadError({
    code: "USAGE",
    where: "the bundle",
    what: `is that of ${theirs}, and this site is ${ours}.`,
    mend: "Nothing was written. Give this site's own bundle.",
  });

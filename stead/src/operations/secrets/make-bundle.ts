import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sayDiskFull } from "../../kernel/disk-full.ts";
import { SteadError } from "../../kernel/errors.ts";
import type { Secret } from "../../kernel/secret.ts";
import { atWork, type Progress } from "../at-work.ts";
import type { OpenSite } from "../open-site.ts";
import { sealAge } from "./age/seal-age.ts";
import { secretsOf, type Bundle } from "./bundle.ts";

export interface BundleWish {
  /** A path on the operator's machine. */
  readonly file: string;
  readonly passphrase: Secret;
}

export interface BundleResult {
  readonly file: string;
  readonly secrets: number;
}

/** Characters. Whoever has the file may guess as long as they like, about once a second on one core. */
const SHORTEST = 12;

/** Writes all secrets of a site, encrypted, to a file here: with it and the backups a lost server is rebuilt. Throws USAGE. */
export const makeBundle = (site: OpenSite, wish: BundleWish, progress: Progress): Promise<BundleResult> => {
  refuseWeak(wish.passphrase);
  return atWork(site, "secret bundle", progress, async () => {
    const bundle = await gather(site);
    const count = Object.values(bundle.hosts).reduce((sum, secrets) => sum + Object.keys(secrets).length, 0);
    if (count === 0) throw nothing(site.environment);
    await write(wish.file, sealAge(Buffer.from(`${JSON.stringify(bundle, null, 2)}\n`), wish.passphrase));
    return { file: wish.file, secrets: count };
  });
};

/** Read over the connection and held in memory only. */
const gather = async ({ hosts, topology, environment }: OpenSite): Promise<Bundle> => {
  const read = [...hosts].map(async ([name, host]) => {
    const place = topology.hosts[name];
    return [name, place ? await secretsOf(host, place) : {}] as const;
  });
  return {
    format: "stead-secrets/1",
    site: topology.site,
    environment,
    at: new Date().toISOString(),
    hosts: Object.fromEntries(await Promise.all(read)),
  };
};

/** A bundle from before stays whole until the new one is. */
const write = async (file: string, content: Uint8Array): Promise<void> => {
  const beside = join(dirname(file), `.${basename(file)}.stead-new`);
  try {
    await writeFile(beside, content, { mode: 0o600 });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw sayDiskFull(unwritable(error, file), file);
  }
};

const unwritable = (error: unknown, file: string): unknown =>
  error instanceof Error &&
  "code" in error &&
  ["ENOENT", "EACCES", "EISDIR", "ENOTDIR", "EROFS"].includes(String(error.code))
    ? new SteadError({
        code: "USAGE",
        where: file,
        what: `cannot be written (${String(error.code)}).`,
        mend: "Name a file in a folder that is there and yours: stead secret bundle secrets.age production",
      })
    : error;

const refuseWeak = (passphrase: Secret): void => {
  if ([...passphrase.reveal()].length >= SHORTEST) return;
  throw new SteadError({
    code: "USAGE",
    where: "the passphrase",
    what: `has fewer than ${SHORTEST} characters.`,
    mend: "Take some words that you can write down, such as five out of a dictionary: whoever finds the file may guess for years.",
  });
};

const nothing = (environment: string): SteadError =>
  new SteadError({
    code: "NOT_RUNNING",
    where: environment,
    what: "has no secrets yet, so there is nothing to keep.",
    mend: "Bring the site up first: `stead up`.",
  });

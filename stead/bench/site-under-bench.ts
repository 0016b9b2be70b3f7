import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuiltRelease } from "./by-hand.ts";
import { timedStead } from "./timed-stead.ts";

const repository = join(import.meta.dirname, "../..");

/** www.foobar.com in a clone of its own, so that a running `npm start` is not in the way. */
export interface SiteUnderBench {
  readonly folder: string;
  readonly config: string;
  readonly commit: string;
  close(): Promise<void>;
}

export const cloneSite = (): SiteUnderBench => {
  const clone = mkdtempSync(join(tmpdir(), "stead-bench-"));
  execFileSync("git", ["clone", "-q", repository, clone]);
  const folder = join(clone, "site");
  const config = join(folder, "stead.config.ts");
  return {
    folder,
    config,
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: clone, encoding: "utf8" }).trim(),
    close: async () => {
      const home = homeOf(folder);
      await timedStead(config, ["down"]);
      // As root, the data may lie outside of the clone.
      for (const path of [home, clone]) if (path !== undefined) rmSync(path, { recursive: true, force: true });
    },
  };
};

/** undefined: never brought up. */
const homeOf = (folder: string): string | undefined => whereOf(folder, "home");

/** The folder of a site's sockets. Throws when it was never brought up. */
export const socketsOf = (folder: string): string => {
  const sockets = whereOf(folder, "sockets");
  if (sockets === undefined) throw new Error(`${folder} was never brought up`);
  return sockets;
};

/** What .stead/where says: `home /…`. */
const whereOf = (folder: string, what: "home" | "sockets"): string | undefined => {
  const where = join(folder, ".stead/where");
  return existsSync(where) ? new RegExp(`^${what} (.*)$`, "m").exec(readFileSync(where, "utf8"))?.[1] : undefined;
};

/** The serving release's files, for the set-up by hand. */
export const releaseOf = (site: SiteUnderBench): BuiltRelease => {
  const release = realpathSync(join(homeOf(site.folder) ?? "", "releases/current"));
  return { app: join(release, "app/site"), static: join(release, "static"), node: join(release, "node") };
};

/** A fingerprinted stylesheet, as browsers fetch it. */
export const stylesheetOf = (release: BuiltRelease): string => {
  const name = readdirSync(join(release.static, "assets")).find((file) => file.endsWith(".css"));
  if (name === undefined) throw new Error(`no stylesheet in ${release.static}/assets`);
  return `/assets/${name}`;
};

interface Status {
  readonly addresses: readonly string[];
  readonly hosts: readonly { readonly units: readonly { readonly name: string; readonly pid?: number }[] }[];
}

/** What `stead status --json` says of the running site. */
export const statusOf = async (site: SiteUnderBench): Promise<Status> => {
  const { lines } = await timedStead(site.config, ["status", "--json"]);
  return JSON.parse(lines.map(({ text }) => text).join("\n")) as Status;
};

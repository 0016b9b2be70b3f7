import { chown, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { siteSchema } from "../../src/components/registry.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { DesiredState, File } from "../../src/state/vocabulary.ts";
import { deriveTopology } from "../../src/topology/derive.ts";
import type { Facts } from "../../src/topology/facts.ts";
import type { HostPlace, Topology } from "../../src/topology/topology.ts";

/** A site laid down in a temporary folder, for tests of one engine: what a component desires, as files. */
export interface SiteOnDisk {
  readonly topology: Topology;
  readonly place: HostPlace;
  readonly folder: string;
  remove(): Promise<void>;
}

/** `nobody` of Debian: engines of a test run unprivileged also when the tests run as root. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Derives the topology of a spec whose state lies in a new folder (whose name is a trial by itself) on free ports. */
export const siteOnDisk = async (
  spec: object,
  {
    http,
    dns,
    facts = {},
    snippet,
    name = "stead test ",
  }: { http: number; dns: number; facts?: Partial<Facts>; snippet?: string; name?: string },
): Promise<SiteOnDisk> => {
  const folder = await mkdtemp(join(tmpdir(), name));
  const parsed = parseSpec({ domain: "foobar.com", ports: { http, dns }, ...spec }, "local", siteSchema);
  const settings = { ...parsed.settings, snippetTexts: snippet === undefined ? {} : { nginx: snippet } };
  const topology = deriveTopology({ ...parsed, settings }, { local: { ...plainFacts(folder), ...facts } });
  const place = topology.hosts["local"];
  if (!place) throw new Error("The topology has no host local.");
  const { account: _account, ...own } = place;
  for (const path of [folder, place.paths.etc, place.paths.data, place.paths.log, place.paths.run, place.paths.assets])
    await makeFolder(path);
  return {
    topology: { ...topology, hosts: { local: own } },
    place: own,
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

const plainFacts = (folder: string): Facts => ({
  system: "debian 12",
  architecture: "x64",
  cores: 2,
  memoryBytes: 2 ** 31,
  ipv6: true,
  operator: { name: "tester", uid: 1000 },
  home: join(folder, "home"),
  run: join(folder, "run"),
  versions: { nginx: "1.22.1", knot: "3.2.6", mariadb: "10.11.19" },
  ports: {},
  taken: [],
});

/** Writes the folders and files of a desired state. */
export const layDown = async (state: DesiredState): Promise<void> => {
  for (const value of state) {
    if (value.kind === "folder") await makeFolder(value.path);
    if (value.kind === "file") await makeFile(value.path, textOf(value));
  }
};

/** The same files under their own names in one folder, as the trial of a unit's `verify` sees them. */
export const layCandidate = async (state: DesiredState, ids: readonly string[], folder: string): Promise<void> => {
  await makeFolder(folder);
  for (const value of state)
    if (value.kind === "file" && ids.includes(value.id))
      await makeFile(join(folder, value.path.slice(value.path.lastIndexOf("/") + 1)), textOf(value));
};

/** A release on disk and the links that make it the serving one. */
export const layRelease = async (
  { paths }: HostPlace,
  id: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> => {
  const release = join(paths.releases, id);
  for (const [name, content] of Object.entries(files)) await makeFile(join(release, "static", name), content);
  const sockets = join(paths.run, id);
  await makeFolder(sockets);
  await symlink(release, join(sockets, "release"));
  return sockets;
};

export const makeFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  await makeFolder(dirname(path));
  await writeFile(path, content);
  await give(path);
};

export const makeFolder = async (path: string): Promise<void> => {
  const made = await mkdir(path, { recursive: true });
  if (made !== undefined) for (let at = path; at.length >= made.length; at = dirname(at)) await give(at);
  await give(path);
};

const give = async (path: string): Promise<void> => {
  if (unprivileged.uid !== undefined) await chown(path, unprivileged.uid, unprivileged.gid);
};

/** What stands for every secret. */
export const standIn = "0123456789abcdef".repeat(4);

const textOf = ({ content }: File): string =>
  typeof content === "string" ? content : content.map((part) => (typeof part === "string" ? part : standIn)).join("");

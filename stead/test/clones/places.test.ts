import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { freshClone, type FreshClone, type Typist } from "../setup/fresh-clone.ts";

/** The README's commands in a fresh clone, in the places where people put one. The first runs the true `npm ci`. */
const isRoot = process.getuid?.() === 0;
let base: string | undefined;
let clone: FreshClone | undefined;

afterEach(async () => {
  await clone?.remove();
  if (base !== undefined) rmSync(base, { recursive: true, force: true });
  [base, clone] = [undefined, undefined];
});

/** A new folder below `parent`; `mode` decides whether the engines' account may enter it. */
const makeBase = (parent: string, mode: number): string => {
  base = mkdtempSync(join(parent, "stead-clone-"));
  chmodSync(base, mode);
  return base;
};

const places: readonly { says: string; place: () => string; packages?: "none" }[] = [
  { says: "below a home folder, after a true npm ci", place: () => makeBase(homedir(), 0o755), packages: "none" },
  { says: "in a temporary folder that only its owner enters", place: () => makeBase(tmpdir(), 0o700) },
  { says: "in a path of 150 characters", place: () => longer(makeBase(tmpdir(), 0o755), 150 - "/stead".length) },
  {
    says: "below a blank, a quote, a dollar and an umlaut",
    place: () => join(makeBase(tmpdir(), 0o755), `Ann's $1 "Bücher"`),
  },
];

test.each(places)("a clone $says comes up, stays as it is, and leaves nothing", async ({ place, packages }) => {
  await liveThrough(freshClone(join(place(), "stead"), packages ? { packages } : {}));
});

/** nobody and nogroup (Debian policy, 9.2.2), with a home that has npm's cache. */
const nobody = (): Typist => {
  const home = join(makeBase(tmpdir(), 0o755), "home");
  mkdirSync(home);
  chownSync(home, 65_534, 65_534);
  return { uid: 65_534, gid: 65_534, home };
};

test.runIf(isRoot)("a user without sudo needs nothing more", async () => {
  const typist = nobody();
  await liveThrough(freshClone(join(typist.home, "stead"), { typist }));
});

test.runIf(isRoot)(
  "engines that are missing: a user without sudo gets the line to type, and nothing was begun",
  async () => {
    const typist = nobody();
    clone = freshClone(join(typist.home, "stead"), { typist });
    const { exitCode, stderr } = startWithoutEngines(clone.folder, typist);
    expect(stderr).toContain("[ENGINE_MISSING]");
    expect(stderr).toContain("sudo apt-get install -y --no-install-recommends knot nginx");
    expect(exitCode).toBe(3);
    expect(processesOf([clone.folder])).toEqual([]);
  },
);

/** In a mount namespace of its own (unshare(1)) two engines are not there; outside of it nothing changes. */
const startWithoutEngines = (
  folder: string,
  { uid, gid, home }: Typist,
): { exitCode: number | null; stderr: string } => {
  const hide = `
    mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work &&
    mount -t overlay overlay -o lowerdir=/usr/sbin,upperdir=/mnt/upper,workdir=/mnt/work /usr/sbin &&
    rm /usr/sbin/nginx /usr/sbin/knotd && cd "$1" &&
    exec setpriv --reuid=${uid} --regid=${gid} --clear-groups env HOME="$2" npm start -- -d`;
  const { status, stderr } = spawnSync("unshare", ["--mount", "sh", "-c", hide, "sh", folder, home], {
    encoding: "utf8",
  });
  return { exitCode: status, stderr };
};

const liveThrough = async (here: FreshClone): Promise<void> => {
  clone = here;
  const modes = here.modes();
  const { http } = await here.start();
  expect((await ask(http, "/")).status).toBe(200);
  const pids = await unitPids(here);
  expect(Object.keys(pids).length).toBeGreaterThan(5);
  expect(Object.values(pids).filter((pid) => lstatSync(`/proc/${pid}`).uid === 0)).toEqual([]);

  expect((await here.start()).said).toContain("Nothing to change");
  expect(await unitPids(here)).toEqual(pids);

  const { home, sockets } = here.where();
  expect((await here.type(["npx", "stead", "down"], "site")).exitCode).toBe(0);
  await expect(ask(http, "/")).rejects.toThrow("ECONNREFUSED");
  await expect.poll(() => processesOf([here.folder, home, sockets]), { timeout: 2000 }).toEqual([]);
  expect(existsSync(sockets)).toBe(false);
  expect(here.modes()).toEqual(modes);
  expect((await here.type(["git", "status", "--porcelain"])).stdout).toBe("");

  await here.remove();
  expect([here.folder, home, sockets].filter((path) => existsSync(path))).toEqual([]);
};

/** Folders below `base` until the path has so many characters. */
const longer = (from: string, length: number): string =>
  from.length + 1 >= length
    ? from.padEnd(length, "x")
    : longer(join(from, "d".repeat(Math.min(30, length - from.length - 2))), length);

const unitPids = async (of: FreshClone): Promise<Readonly<Record<string, number>>> => {
  const { stdout } = await of.type(["npx", "stead", "status", "--json"], "site");
  const { hosts } = JSON.parse(stdout) as { hosts: { units: { name: string; pid: number }[] }[] };
  return Object.fromEntries(hosts.flatMap(({ units }) => units.map(({ name, pid }) => [name, pid])));
};

/** Command lines of processes that were started from these folders, work in them, or name them. */
const processesOf = (folders: readonly string[]): readonly string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        return folders.some((folder) => words.includes(folder) || cwd.startsWith(folder)) ? [words] : [];
      } catch {
        return []; // it ended in the meantime
      }
    });

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect } from "vitest";
import type { Ended } from "./run-stead.ts";

const repository = resolve(import.meta.dirname, "../../..");

/** Who types the commands; absent: whoever runs the tests. */
export interface Typist {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The repository as it is committed, cloned as a newcomer does, and the commands of its README. */
export interface FreshClone {
  readonly folder: string;
  /** Types a command in the clone, or in a folder of it. */
  type(words: readonly string[], within?: string): Promise<Ended>;
  /** Types `npm start -- -d`, which must end well: where the website answers, and what was printed. */
  start(): Promise<{ readonly http: number; readonly said: string }>;
  /** Where the site's state and sockets lie, from `.stead/where`. */
  where(): { readonly home: string; readonly sockets: string };
  /** Modes and owners of all that the clone holds of the user's own, and of the folders above it. */
  modes(): Readonly<Record<string, string>>;
  /** Stops the site, and removes all that the README's «To start over» names, and the clone. */
  remove(): Promise<void>;
}

/** `packages: "shared"`: those of this repository, as hard links, in place of the newcomer's own `npm ci`. */
export const freshClone = (
  folder: string,
  { typist, packages = "shared" }: { typist?: Typist; packages?: "shared" | "none" } = {},
): FreshClone => {
  clone(folder, typist);
  if (packages === "shared") sharePackages(folder);
  const type = (words: readonly string[], within = "."): Promise<Ended> =>
    follow(
      spawn(words[0] ?? "", words.slice(1), {
        cwd: join(folder, within),
        env: environmentOf(typist),
        stdio: ["ignore", "pipe", "pipe"],
        ...(typist && { uid: typist.uid, gid: typist.gid }),
      }),
    );
  return {
    folder,
    type,
    start: async () => {
      const { exitCode, stdout, stderr } = await type(["npm", "start", "--", "-d"]);
      expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
      return { http: Number(/^ {2}http:\/\/www\.foobar\.localhost:(\d+)$/mu.exec(stdout)?.[1]), said: stdout };
    },
    where: () => placesIn(folder),
    modes: () => modesOf(folder),
    remove: async () => {
      if (existsSync(join(folder, "site/.stead"))) {
        await type(["npx", "stead", "down"], "site");
        rmSync(placesIn(folder).home, { recursive: true, force: true });
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Hard links would make one owner of both. `safe.directory`: the repository may be another user's. */
const clone = (folder: string, typist: Typist | undefined): void => {
  mkdirSync(dirname(folder), { recursive: true });
  const git = ["-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", repository, folder];
  execFileSync("git", git, { stdio: ["ignore", "inherit", "inherit"] });
  if (typist) execFileSync("chown", ["-R", `${typist.uid}:${typist.gid}`, folder]);
};

const sharePackages = (folder: string): void => {
  for (const part of ["node_modules", "site/node_modules", "stead/node_modules"]) {
    const [from, to] = [join(repository, part), join(folder, part)];
    if (!existsSync(from)) continue;
    try {
      execFileSync("cp", ["-al", "--", from, to], { stdio: "ignore" });
    } catch {
      // Another disk.
      rmSync(to, { recursive: true, force: true });
      execFileSync("cp", ["-a", "--", from, to]);
    }
    const { uid, gid } = lstatSync(folder);
    chownSync(to, uid, gid);
  }
};

/** What a login shell has, and where packages come from; nothing of the npm and Node that run the tests. */
const environmentOf = (typist: Typist | undefined): NodeJS.ProcessEnv => {
  const path = (process.env["PATH"] ?? "").split(":").filter((entry) => !entry.includes("node_modules"));
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(?:npm_config_(?:registry|cafile)|NODE_EXTRA_CA_CERTS|(?:https?|no)_proxy|LANG|TMPDIR)$/iu.test(name),
  );
  return { ...Object.fromEntries(kept), PATH: path.join(":"), HOME: typist?.home ?? homedir() };
};

/** Milliseconds for one command: `npm ci` and the first build on a slow machine. */
const PATIENCE = 240_000;

const follow = async (child: ChildProcess): Promise<Ended> => {
  const said = { stdout: "", stderr: "" };
  child.stdout?.on("data", (part: Buffer) => (said.stdout += part.toString()));
  child.stderr?.on("data", (part: Buffer) => (said.stderr += part.toString()));
  const limit = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  const [code] = (await once(child, "exit")) as [number | null];
  clearTimeout(limit);
  return { exitCode: code ?? 124, ...said };
};

const placesIn = (folder: string): { readonly home: string; readonly sockets: string } => {
  const text = readFileSync(join(folder, "site/.stead/where"), "utf8");
  const place = (name: string): string => new RegExp(`^${name} (.+)$`, "mu").exec(text)?.[1] ?? "";
  return { home: place("home"), sockets: place("sockets") };
};

const modesOf = (folder: string): Readonly<Record<string, string>> => {
  const git = ["-c", "safe.directory=*", "-C", folder, "ls-files", "-z"];
  const files = execFileSync("git", git, { encoding: "utf8" }).split("\0").filter(Boolean);
  const paths = files.flatMap((file) => [join(folder, file), ...foldersAbove(join(folder, file))]);
  return Object.fromEntries(
    [...new Set(paths)].toSorted().map((path) => {
      const { mode, uid, gid } = lstatSync(path);
      return [path, `${mode.toString(8)} ${uid}:${gid}`];
    }),
  );
};

const foldersAbove = (path: string): readonly string[] =>
  path === "/" ? [] : [dirname(path), ...foldersAbove(dirname(path))];

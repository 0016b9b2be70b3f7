import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { ask, type Answer } from "./ask.ts";
import { freePorts } from "./free-ports.ts";
import { runStead, type Ended } from "./run-stead.ts";

/** A site in a folder of its own, driven by the real command. */
export interface SiteFolder {
  readonly folder: string;
  readonly http: number;
  /** Where its state lies: `.stead/`, or what `.stead/where` names. */
  home(): string;
  /** Writes stead.config.mjs; the ports are added. */
  wish(spec: object): void;
  write(name: string, content: string): void;
  /** Runs a verb, whatever comes of it. */
  run(...words: readonly string[]): Promise<Ended>;
  /** The same, with something on standard input. */
  feed(input: string | Buffer, ...words: readonly string[]): Promise<Ended>;
  /** Runs a verb that must end well; its last line of JSON. */
  stead(...words: readonly string[]): Promise<unknown>;
  /** What `up` or `plan` says it changed or would change. */
  changes(verb: "up" | "plan", ...words: readonly string[]): Promise<readonly string[]>;
  get(path?: string): Promise<Answer>;
  /** Process ids by unit. */
  pids(): Promise<Readonly<Record<string, number | undefined>>>;
  /** Every file below the site's folder and its state, by path, with its hash; logs and what engines write left out. */
  files(): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Makes the folder; `mode` decides whether the engines' account may enter it. */
export const makeSiteFolder = async (
  spec: object,
  name = "stead-site-",
  mode = 0o755,
  parent = tmpdir(),
): Promise<SiteFolder> => {
  const folder = mkdtempSync(join(parent, name));
  chmodSync(folder, mode);
  const [http = 0, dns = 0] = await freePorts(2);
  const run = (...words: readonly string[]): Promise<Ended> => runStead(folder, words);
  const home = (): string => homeOf(folder);
  const site: SiteFolder = {
    folder,
    http,
    home,
    wish: (wanted) =>
      site.write(
        "stead.config.mjs",
        `export default ${JSON.stringify({ ...wanted, ports: { http, dns } }, null, 2)};\n`,
      ),
    write: (file, content) => writeFileSync(join(folder, file), content),
    run,
    feed: (input, ...words) => runStead(folder, words, { input }),
    stead: async (...words) => {
      const ended = await run(...words, "--json");
      expect(ended.exitCode, `stead ${words.join(" ")}\n${ended.stdout}\n${ended.stderr}`).toBe(0);
      return lastValue(ended.stdout);
    },
    changes: async (verb, ...words) => {
      const value = (await site.stead(verb, ...words, ...(verb === "up" ? ["-d"] : []))) as Planned;
      return (value.result ?? value).changes?.map(({ says }) => says) ?? [];
    },
    get: (path = "/") => ask(http, path, { host: "localhost" }),
    pids: async () => {
      const { hosts } = (await site.stead("status")) as Status;
      return Object.fromEntries(hosts.flatMap(({ units }) => units.map(({ name: unit, pid }) => [unit, pid])));
    },
    files: () => ({ ...hashes(folder), ...(home().startsWith(folder) ? {} : hashes(home())) }),
    close: async () => {
      await run("down");
      const state = home();
      rmSync(folder, { recursive: true, force: true });
      rmSync(state, { recursive: true, force: true });
    },
  };
  site.wish(spec);
  return site;
};

interface Planned {
  readonly result?: Planned;
  readonly changes?: readonly { readonly says: string }[];
}

interface Status {
  readonly hosts: readonly { readonly units: readonly { readonly name: string; readonly pid?: number }[] }[];
}

/** A reading verb prints one value on several lines; an acting one JSON lines, of which the last is its result. */
const lastValue = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.trim().split("\n").at(-1) ?? "");
  }
};

const homeOf = (folder: string): string => {
  const where = join(folder, ".stead/where");
  return existsSync(where) ? (/^home (.+)$/mu.exec(readFileSync(where, "utf8"))?.[1] ?? "") : join(folder, ".stead");
};

const hashes = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => !/(?:^|\/)(?:log|data|cache)(?:\/|$)|(?:^|\/)(?:lock|supervisor[^/]*)$/u.test(name))
      .map((name) => join(folder, name))
      .filter((path) => lstatSync(path).isFile())
      .map((path) => [path, createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );

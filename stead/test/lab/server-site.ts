import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync, spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { authorityFiles } from "../../src/lab/internet/authority.ts";
import { labOf } from "../../src/lab/lab.ts";
import { runStead, type Ended } from "../setup/run-stead.ts";

/** Seconds for a verb that installs packages on a bare server. */
const COLD = 600;

/** A site with an application and a database on one server, which is a host of a lab. */
export interface ServerSite {
  readonly folder: string;
  /** Runs `stead WORDS --lab`; `--lab` may stand elsewhere among them. */
  stead(...words: readonly string[]): Promise<Ended>;
  /** The same, with something on standard input. */
  feed(input: string, ...words: readonly string[]): Promise<Ended>;
  /** The same, which must end well; what it printed. */
  well(...words: readonly string[]): Promise<string>;
  /** The same with --json; the value it answers, or the result of its last line. */
  answer(...words: readonly string[]): Promise<unknown>;
  /** What a shell on the server says, or on another host of its lab. */
  on(command: string, host?: string): Promise<string>;
  /** A page, asked for from outside of the server: its status and its text. */
  page(path?: string, name?: string, address?: string): { readonly status: number; readonly text: string };
  /** Writes stead.config.mjs anew: more settings, other servers. */
  write(wish: ServerSiteWish): void;
  /** Makes another edition of the application. */
  edit(edition: string): void;
  close(): Promise<void>;
}

/** What is unlike the usual site. */
export interface ServerSiteWish {
  /** Further settings. */
  readonly settings?: object;
  /** In the place of web1. */
  readonly servers?: Readonly<
    Record<string, { readonly address: string; readonly debian: 12 | 13; readonly ssh?: { readonly user: string } }>
  >;
  /** In the place of a lab of its own: another site's, with the server that is there already. */
  readonly joins?: ServerSite;
}

const ADDRESS = "203.0.113.7";

/** `wish`: what its lab is made of; the settings may be written anew afterwards. */
export const makeServerSite = async (debian: 12 | 13, wish: ServerSiteWish = {}): Promise<ServerSite> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stead-server-")));
  cpSync(new URL("../applications/on-a-server", import.meta.url), folder, { recursive: true });
  const write = ({ settings, servers = { web1: { address: ADDRESS, debian } } }: ServerSiteWish): void =>
    writeFileSync(
      join(folder, "stead.config.mjs"),
      `export default ${JSON.stringify({ ...usual, ...settings, environments: { production: { servers } } })};\n`,
    );
  write(wish);
  const stead = (...words: readonly string[]): Promise<Ended> => runStead(folder, words, { seconds: COLD });
  const well = async (...words: readonly string[]): Promise<string> => {
    const ended = await stead(...words);
    expect(ended.exitCode, `stead ${words.join(" ")}\n${ended.stdout}\n${ended.stderr}`).toBe(0);
    return ended.stdout;
  };
  const lab = labOf(wish.joins?.folder ?? folder, "production");
  const [network, authorities] = [`/run/netns/${lab.network}`, authorityFiles(lab).all];
  const edit = (edition: string): void => {
    writeFileSync(join(folder, "edition.txt"), edition);
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "--message", edition);
  };
  git(folder, "init", "--quiet");
  edit("one");
  await (wish.joins ? well("lab", "join", lab.name) : well("lab", "up", "production"));
  return {
    folder,
    stead: (...words) => stead(...inLab(words)),
    feed: (input, ...words) => runStead(folder, inLab(words), { seconds: COLD, input }),
    well: (...words) => well(...inLab(words)),
    answer: async (...words) => valueOf(await well(...inLab(words), "--json")),
    on: async (command, host = "web1") => (await stead("lab", "ssh", host, "--", command)).stdout.trim(),
    page: (path = "/", name = "www.foobar.com", address = ADDRESS) =>
      ask({ network, authorities, address }, path, name),
    write,
    edit,
    close: async () => {
      await stead("lab", "down");
      for (const place of [...statesOf(folder), folder]) rmSync(place, { recursive: true, force: true });
    },
  };
};

const usual = {
  domain: "foobar.com",
  app: {
    start: "node server.mjs",
    static: "public",
    health: "/healthz",
    migrate: "node migrate.mjs",
    data: true,
    watch: 2,
  },
  workers: { ticks: { run: "node worker.mjs" } },
  database: { engine: "mariadb" },
};

const inLab = (words: readonly string[]): readonly string[] =>
  words[0] === "lab" || words.includes("--lab") ? words : [...words, "--lab"];

/** For root, the cache of builds lies apart from the site's folder; `.stead/where` names it, and the folder of sockets. */
const statesOf = (folder: string): readonly string[] => {
  const where = join(folder, ".stead/where");
  if (!existsSync(where)) return [];
  return [...readFileSync(where, "utf8").matchAll(/^(?:home|sockets) (.+)$/gmu)].flatMap(([, path]) => path ?? []);
};

const git = (folder: string, ...words: readonly string[]): void => {
  const author = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
  execFileSync("git", [...author, ...words], { cwd: folder });
};

/** As a visitor would, from another machine of the lab's network. */
const ask = (
  {
    network,
    authorities,
    address,
  }: { readonly network: string; readonly authorities: string; readonly address: string },
  path: string,
  name: string,
): { readonly status: number; readonly text: string } => {
  const words = [
    "-s",
    "--cacert",
    authorities,
    "-m",
    "10",
    "-o",
    "-",
    "-w",
    "\n%{http_code}",
    "--resolve",
    `${name}:443:${address}`,
  ];
  const asked = spawnSync("nsenter", [`--net=${network}`, "curl", ...words, `https://${name}${path}`], {
    encoding: "utf8",
  });
  const lines = asked.stdout.split("\n");
  return { status: Number(lines.at(-1)), text: lines.slice(0, -1).join("\n").trim() };
};

/** `status` prints one value on several lines; what acts, JSON lines of which the last has the result. */
const valueOf = (text: string): unknown => {
  const last = text.trim().split("\n").at(-1) ?? "";
  return last.startsWith("{") ? (JSON.parse(last) as { readonly result: unknown }).result : JSON.parse(text);
};

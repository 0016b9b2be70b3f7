import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { closingClient, keepAliveClient } from "../../src/load/client.ts";
import type { Mix } from "../../src/load/mix.ts";
import { expectPage } from "../../src/load/request.ts";
import { startLoad, type Load } from "../../src/load/start-load.ts";
import { freePorts } from "../setup/free-ports.ts";
import { applicationFolder, runStead, type Ended } from "../setup/run-stead.ts";

const body = Buffer.alloc(65_536, "stead");
const page = { kind: "page", method: "GET", path: "/", wrong: expectPage("loadable, edition") } as const;
const slow = { kind: "slow", method: "GET", path: "/slow", wrong: expectPage("slow, but here") } as const;
const hash = createHash("sha256").update(body).digest("hex");
const write = { kind: "write", method: "POST", path: "/echo", body, wrong: expectPage(hash) } as const;

/** The mix of design.md, and the one of readers only. */
export const mixed: Mix = { page, slow, write };
export const readers: Mix = { page, slow };

/** stead/test/applications/loadable, brought up in a folder of its own by the real `stead`. */
export interface Loadable {
  readonly folder: string;
  /** Runs a verb and expects it to end well. */
  stead(...words: readonly string[]): Promise<Ended>;
  /** The same, with something on standard input. */
  feed(input: string, ...words: readonly string[]): Promise<Ended>;
  /** Writes another edition into the page: what the next deploy releases. */
  edit(edition: string): void;
  /** The edition that visitors see now. */
  edition(): Promise<string>;
  load(mix: Mix, rate: number): Load;
  /** Process ids of the serving instances, by unit. */
  instances(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

export const openLoadable = async (instances: number): Promise<Loadable> => {
  const folder = mkdtempSync(join(tmpdir(), "stead-loadable-"));
  cpSync(applicationFolder("loadable"), folder, { recursive: true });
  const [http = 0, dns = 0] = await freePorts(2);
  const environment = {
    LOADABLE_INSTANCES: String(instances),
    LOADABLE_HTTP: String(http),
    LOADABLE_DNS: String(dns),
  };
  const target = { address: "127.0.0.1", port: http, host: `www.loadable.localhost:${http}` };
  const stead = (...words: readonly string[]): Promise<Ended> => feed("", ...words);
  const feed = async (input: string, ...words: readonly string[]): Promise<Ended> => {
    const ended = await runStead(folder, words, { environment, input });
    expect(ended.exitCode, `stead ${words.join(" ")}\n${ended.stdout}\n${ended.stderr}`).toBe(0);
    return ended;
  };
  const site: Loadable = {
    folder,
    stead,
    feed,
    edit: (edition) => writeFileSync(join(folder, "edition.txt"), `${edition}\n`),
    edition: async () =>
      /edition ([^<]+)<\/p>/.exec(await (await fetch(`http://127.0.0.1:${http}/`)).text())?.[1] ?? "",
    load: (mix, rate) => startLoad({ clients: [keepAliveClient(target), closingClient(target)], mix, rate, most: 1e6 }),
    instances: async () => instancesIn(JSON.parse((await stead("status", "--json")).stdout)),
    close: async () => {
      await runStead(folder, ["down"], { environment });
      const home = /^home (.+)$/mu.exec(readFileSync(join(folder, ".stead/where"), "utf8"))?.[1] ?? folder;
      rmSync(home, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await stead("up", "-d");
  return site;
};

interface Status {
  readonly hosts: readonly { readonly units: readonly { readonly name: string; readonly pid?: number }[] }[];
}

const instancesIn = ({ hosts }: Status): ReadonlyMap<string, number> =>
  new Map(
    hosts
      .flatMap(({ units }) => units)
      .flatMap(({ name, pid }) => (name.startsWith("app@") && pid !== undefined ? [[name, pid]] : [])),
  );

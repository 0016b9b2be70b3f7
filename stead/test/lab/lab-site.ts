import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { labOf } from "../../src/lab/lab.ts";
import { runStead, type Ended } from "../setup/run-stead.ts";

/** Seconds for a lab whose images have to be made first. */
export const COLD = 600;

/** A site with servers, and its lab, driven by the real command. */
export interface LabSite {
  readonly folder: string;
  run(...words: readonly string[]): Promise<Ended>;
  /** Runs `stead lab WORDS`, which must end well; its last line of JSON. */
  lab(...words: readonly string[]): Promise<unknown>;
  /** What a shell on a host says; "" when it cannot be reached. */
  on(host: string, command: string): Promise<string>;
  /** How the hosts are, by name. */
  look(): Promise<Readonly<Record<string, HostLine>>>;
  close(): Promise<void>;
}

export interface HostLine {
  readonly name: string;
  readonly state: string;
  readonly cut: boolean;
  readonly full: boolean;
}

/** What the names of everything that belongs to its lab have in them. */
export const idOf = ({ folder }: LabSite): string => labOf(folder, "production").id;

export const makeLabSite = (servers: object, { domain = "foobar.com" } = {}): LabSite => {
  const folder = mkdtempSync(join(tmpdir(), "stead-lab-"));
  const spec = { domain, environments: { production: { servers } } };
  writeFileSync(join(folder, "stead.config.mjs"), `export default ${JSON.stringify(spec)};\n`);
  const run = (...words: readonly string[]): Promise<Ended> => runStead(folder, ["lab", ...words], { seconds: COLD });
  const lab = async (...words: readonly string[]): Promise<unknown> => {
    const ended = await run(...words, "--json");
    expect(ended.exitCode, `stead lab ${words.join(" ")}\n${ended.stdout}\n${ended.stderr}`).toBe(0);
    return lastValue(ended.stdout);
  };
  return {
    folder,
    run,
    lab,
    on: async (host, command) => (await run("ssh", host, "--", command)).stdout.trim(),
    look: async () => {
      const { hosts } = (await lab("status")) as { readonly hosts: readonly HostLine[] };
      return Object.fromEntries(hosts.map((host) => [host.name, host]));
    },
    close: async () => {
      await run("down");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** `status` prints one value on several lines; what acts, JSON lines of which the last has the result. */
const lastValue = (text: string): unknown => {
  const last = text.trim().split("\n").at(-1) ?? "";
  return last.startsWith("{") ? (JSON.parse(last) as { readonly result: unknown }).result : JSON.parse(text);
};

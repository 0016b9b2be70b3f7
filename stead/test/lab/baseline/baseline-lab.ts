import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Host } from "../../../src/host/host.ts";
import { openSshHost } from "../../../src/host/ssh/open-ssh-host.ts";
import { labOf } from "../../../src/lab/lab.ts";
import { makeLabSite, type LabSite } from "../lab-site.ts";

/** Two servers, and somebody outside. */
export interface BaselineLab {
  readonly site: LabSite;
  readonly hosts: Readonly<Record<ServerName, Host>>;
  /** Comes in anew: a connection does not outlive a reboot. */
  again(name: ServerName): Promise<void>;
  /** What a shell on a server prints; both of its outputs. */
  sh(name: ServerName, text: string): Promise<string>;
  /** How a port answers somebody outside: open, refused or silent. */
  knock(protocol: "tcp" | "udp", address: string, port: number): Promise<string>;
  close(): Promise<void>;
}

export const addresses = {
  debian12: ["203.0.113.51", "2001:db8:5::51"],
  debian13: ["203.0.113.52", "2001:db8:5::52"],
} as const;
export type ServerName = keyof typeof addresses;
export const names = Object.keys(addresses) as readonly ServerName[];

export const openBaselineLab = async (domain: string): Promise<BaselineLab> => {
  const site = makeLabSite({
    debian12: { address: addresses.debian12, debian: 12 },
    debian13: { address: addresses.debian13, debian: 13 },
  });
  const { sshConfig } = (await site.lab("up")) as { readonly sshConfig: string };
  const hosts: Record<ServerName, Host> = {
    debian12: serverIn(sshConfig, "debian12", domain),
    debian13: serverIn(sshConfig, "debian13", domain),
  };
  const outside = outsideOf(`/run/netns/${labOf(site.folder, "production").network}`);
  return {
    site,
    hosts,
    again: async (name) => {
      await hosts[name].close?.();
      hosts[name] = serverIn(sshConfig, name, domain);
    },
    sh: async (name, text) => (await hosts[name].run(["/bin/sh", "-c", `{ ${text}\n} 2>&1`])).stdout.trim(),
    knock: async (protocol, address, port) =>
      outside(process.execPath, join(import.meta.dirname, "probe.mjs"), protocol, address, String(port)),
    close: async () => {
      for (const host of Object.values(hosts)) await host.close?.();
      await site.close();
    },
  };
};

const serverIn = (config: string, name: ServerName, site: string): Host =>
  openSshHost({ name, address: name, config, site });

const outsideOf =
  (network: string) =>
  async (...words: readonly string[]): Promise<string> => {
    const ended = promisify(execFile)("nsenter", [`--net=${network}`, ...words], { timeout: 10_000 });
    return (await ended.catch((error: { readonly stdout?: string }) => ({ stdout: error.stdout ?? "" }))).stdout.trim();
  };

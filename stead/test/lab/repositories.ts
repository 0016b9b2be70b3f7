import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import { labOf } from "../../src/lab/lab.ts";
import type { ServerSite } from "./server-site.ts";

/** Where backups can go. */
export interface Repository {
  readonly name: string;
  readonly debian: 12 | 13;
  readonly at: { readonly host: string; readonly folder: string };
  /** Sees to it that it can be there; the setting `backup`. */
  make(site: ServerSite): Promise<object>;
  /** Lets a server in that asks for it. */
  admit(site: ServerSite, server: string): Promise<void>;
  /** Saves it from the loss of the server. */
  outlive(site: ServerSite): Promise<void>;
}

/** A disk of the server, which is carried to another one. */
const onDisk: Repository = {
  name: "a folder",
  debian: 12,
  at: { host: "web1", folder: "/mnt/backup" },
  make: async (site) => {
    await site.on("mkdir /mnt/backup");
    return { to: "/mnt/backup" };
  },
  admit: async () => undefined,
  outlive: async ({ folder }) => {
    const ssh = 'ssh -F "$1" web1 tar -C /mnt -c backup | ssh -F "$1" web2 tar -C /mnt -x';
    execFileSync("/bin/sh", ["-ec", ssh, "carry", labOf(folder, "production").sshConfig]);
  },
};

/** A machine that is not the site's, with an account for backups. */
const overSftp: Repository = {
  name: "another host, over SFTP",
  debian: 13,
  at: { host: "vault", folder: "/srv/keeper/backups" },
  make: async (site) => {
    await site.on(
      "useradd --create-home --home-dir /srv/keeper keeper; install -d -o keeper -m 700 /srv/keeper/.ssh",
      "vault",
    );
    const key = await site.on("cut -d ' ' -f 1,2 /etc/ssh/ssh_host_ed25519_key.pub", "vault");
    return { to: "sftp://keeper@203.0.113.8/srv/keeper/backups", hostKey: key };
  },
  admit: async (site) => {
    const { stderr } = await site.stead("backup", "list", "production");
    expect(stderr).toContain("[BACKUP_UNREACHABLE]");
    const [line = ""] = /restrict ssh-ed25519 [^\n]+?(?=\.?\s*\[)/u.exec(stderr.replaceAll(/\s+/gu, " ")) ?? [];
    expect(line, stderr).toContain("restrict ssh-ed25519");
    await site.on(`echo '${line}' >>/srv/keeper/.ssh/authorized_keys`, "vault");
  },
  outlive: async () => undefined,
};

export const repositories: readonly Repository[] = [onDisk, overSftp];

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSshHost } from "../../src/host/ssh/open-ssh-host.ts";
import type { Bench } from "./host.ts";
import type { Sshd } from "./sshd.ts";

/** Whether a test may start an sshd that lets root in: it can only be root who does. */
export const isRoot = process.getuid?.() === 0;

/** A server that is an sshd of this machine. */
export const sshBench = async (sshd: Sshd): Promise<Bench> => {
  const hosts = [openSshHost(sshd.server)];
  const folder = mkdtempSync(join(tmpdir(), "stead ssh's files "));
  return {
    host: hosts[0] ?? openSshHost(sshd.server),
    folder,
    again: async () => {
      const other = openSshHost(sshd.server);
      hosts.push(other);
      return other;
    },
    close: async () => {
      await Promise.all(hosts.map((host) => host.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

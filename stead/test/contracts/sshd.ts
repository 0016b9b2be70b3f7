import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { SshServer } from "../../src/host/ssh/ssh-server.ts";

/** An sshd of a test: its own port, keys and configuration on loopback. */
export interface Sshd {
  /** How Stead reaches it: with a configuration that knows key and server. */
  readonly server: SshServer;
  readonly folder: string;
  readonly port: number;
  readonly pid: number;
  readonly knownHosts: string;
  /** What it shows: a line of known_hosts. */
  readonly hostKey: () => string;
  /** What it wrote since it started. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

/**
 * Starts one. `lines`: more of its configuration. `accounts`: a script that makes accounts, which only this sshd and what it starts see.
 */
export const startSshd = async ({ lines = [], accounts = "" }: SshdWish = {}): Promise<Sshd> => {
  const folder = mkdtempSync(join(tmpdir(), "stead-sshd-"));
  chmodSync(folder, 0o755);
  makeKey(join(folder, "host_key"));
  makeKey(join(folder, "key"));
  const port = await freePort();
  writeFileSync(join(folder, "sshd_config"), configuration(folder, port, lines));
  const { child, log } = await start(folder, accounts);
  const hostKey = (): string =>
    `[127.0.0.1]:${port} ${readFileSync(join(folder, "host_key.pub"), "utf8").split(" ").slice(0, 2).join(" ")}`;
  const knownHosts = join(folder, "known_hosts");
  writeFileSync(knownHosts, `${hostKey()}\n`);
  const config = join(folder, "ssh_config");
  writeFileSync(
    config,
    `IdentityFile ${folder}/key\nIdentitiesOnly yes\nUserKnownHostsFile ${knownHosts}\nGlobalKnownHostsFile /dev/null\n`,
  );
  return {
    server: {
      name: "web1",
      address: "127.0.0.1",
      port,
      user: "root",
      config,
      site: `${folder.split("-").at(-1)?.toLowerCase() ?? ""}.test`,
    },
    folder,
    port,
    pid: child.pid ?? 0,
    knownHosts,
    hostKey,
    log,
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const makeKey = (path: string): void => {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]);
};

const configuration = (folder: string, port: number, lines: readonly string[]): string =>
  [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host_key`,
    `AuthorizedKeysFile ${folder}/key.pub`,
    "StrictModes no",
    "PidFile none",
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    // Accounts of tests have no password, which without PAM means that they are locked.
    "UsePAM yes",
    ...lines,
    "",
  ].join("\n");

interface SshdWish {
  readonly lines?: readonly string[];
  readonly accounts?: string;
}

/**
 * $0 a folder, $1 what makes accounts. It has a /run of its own, where the lock lies, and with accounts an /etc: the machine keeps its
 * own, and two tests at once do not meet. All mounts are this process's alone, and end with it.
 */
const APART = `set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -m 755 /run/sshd
[ -z "$1" ] || {
  mkdir "$0/etc"
  mount -t tmpfs tmpfs "$0/etc"
  mkdir "$0/etc/upper" "$0/etc/work"
  mount -t overlay overlay -o "lowerdir=/etc,upperdir=$0/etc/upper,workdir=$0/etc/work" /etc
  eval "$1"
}
exec /usr/sbin/sshd -D -e -f "$0/sshd_config"`;

const start = async (
  folder: string,
  accounts: string,
): Promise<{ readonly child: ChildProcess; readonly log: () => string }> => {
  const words = ["--mount", "/bin/sh", "-c", APART, folder, accounts];
  const child = spawn("unshare", words, { stdio: ["ignore", "ignore", "pipe"] });
  let written = "";
  const listens = Promise.withResolvers<void>();
  createInterface({ input: child.stderr }).on("line", (line) => {
    written += `${line}\n`;
    if (line.includes("Server listening")) listens.resolve();
  });
  child.once("exit", () => listens.reject(new Error(`sshd ended: ${written}`)));
  await listens.promise;
  return { child, log: () => written };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

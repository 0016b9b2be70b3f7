import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A MariaDB of the test's own: no port, its data in a temporary folder. */
export interface PrivateMariaDb {
  /** The application's account: may read and write rows, nothing else. */
  readonly appUrl: string;
  /** The account of migrations. */
  readonly migrateUrl: string;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Stops it and removes its folder. */
  readonly close: () => Promise<void>;
}

/** MariaDB refuses to run as root; started so, it becomes this account. */
const asAccount = userInfo().uid === 0 ? ["--user=nobody"] : [];

export const startMariaDb = async (): Promise<PrivateMariaDb> => {
  const folder = await mkdtemp(join(tmpdir(), "foobar-db-"));
  if (asAccount.length > 0) await run("chown", ["nobody", folder]);
  await chmod(folder, 0o755);
  const socket = join(folder, "s.sock");
  const data = join(folder, "data");
  await run("mariadb-install-db", [
    "--no-defaults",
    ...asAccount,
    `--datadir=${data}`,
    "--skip-test-db",
    "--auth-root-authentication-method=normal",
  ]);
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    server = await startServer(folder, data, socket);
  };
  const stop = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null) return;
    const gone = new Promise((resolve) => server?.once("exit", resolve));
    server.kill("SIGTERM");
    await gone;
  };
  await start();
  await sql(socket, ACCOUNTS);
  return {
    appUrl: `mysql://app:app-secret@localhost/site?socketPath=${encodeURIComponent(socket)}`,
    migrateUrl: `mysql://migrate:migrate-secret@localhost/site?socketPath=${encodeURIComponent(socket)}`,
    start,
    stop,
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const ACCOUNTS = `
  CREATE DATABASE site CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci;
  CREATE USER app@localhost IDENTIFIED BY 'app-secret';
  GRANT SELECT, INSERT, UPDATE, DELETE ON site.* TO app@localhost;
  CREATE USER migrate@localhost IDENTIFIED BY 'migrate-secret';
  GRANT ALL ON site.* TO migrate@localhost;
`;

const sql = (socket: string, text: string) =>
  run("mariadb", ["--no-defaults", `--socket=${socket}`, "--user=root", "-e", text]);

/** Little memory and no waiting for the disk: the test's rows need not outlive the machine. */
const startServer = async (folder: string, data: string, socket: string): Promise<ChildProcess> => {
  const server = spawn(
    "mariadbd",
    [
      "--no-defaults",
      ...asAccount,
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, "pid")}`,
      `--log-error=${join(folder, "log")}`,
      "--skip-networking",
      "--innodb-buffer-pool-size=64M",
      "--innodb-flush-log-at-trx-commit=0",
      "--performance-schema=OFF",
    ],
    { stdio: "ignore" },
  );
  for (let tries = 0; tries < 100; tries += 1) {
    if (server.exitCode !== null) throw new Error(`mariadbd ended at once; see ${join(folder, "log")}`);
    if (
      await sql(socket, "SELECT 1").then(
        () => true,
        () => false,
      )
    )
      return server;
    await sleep(100);
  }
  server.kill("SIGKILL");
  throw new Error("mariadbd did not answer within ten seconds.");
};

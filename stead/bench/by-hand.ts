import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** The same release of the same site, run by configuration that a person wrote: what Stead's figures are compared with. */
export interface ByHand {
  readonly port: number;
  /** Process ids of what runs, by name. */
  readonly processes: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** What is taken from Stead's own set-up: the built application, its static files and its Node. */
export interface BuiltRelease {
  readonly app: string;
  readonly static: string;
  readonly node: string;
}

const DATABASE_PASSWORD = "by-hand";

/** Seconds until something listens. */
const PATIENCE = 30;

export const openByHand = async (release: BuiltRelease, port: number): Promise<ByHand> => {
  const folder = mkdtempSync(join(tmpdir(), "by-hand-"));
  const account = accountOf();
  writeConfiguration(folder, { FOLDER: folder, PORT: String(port), STATIC: release.static });
  if (account) execFileSync("chown", ["-R", `${account.uid}:${account.gid}`, folder]);
  const start = (name: string, run: readonly string[], environment = {}): ChildProcess =>
    startProcess({ folder, name, run, environment, account, within: release.app });

  const mariadb = await startMariadb(folder, start);
  const environment = environmentOf(folder);
  await once(start("migrate", [release.node, "dist/migrate.js"], environment), "exit");
  const apps = ["1", "2"].map((number) =>
    start(`app-${number}`, [release.node, "dist/main.js"], { ...environment, PORT: join(folder, `${number}.sock`) }),
  );
  await Promise.all(["1", "2"].map((number) => listening(join(folder, `${number}.sock`))));
  const nginx = start("nginx", ["/usr/sbin/nginx", "-c", join(folder, "nginx.conf"), "-g", "daemon off;"]);
  await listening(port);

  const all = { nginx, "app 1": apps[0], "app 2": apps[1], mariadb };
  return {
    port,
    processes: Object.fromEntries(Object.entries(all).map(([name, child]) => [name, child?.pid ?? 0])),
    close: async () => {
      for (const child of Object.values(all)) await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** As root, engines run as the account that Stead's own run as, so that both sides are alike. */
const accountOf = (): { uid: number; gid: number } | undefined => {
  if (userInfo().uid !== 0) return undefined;
  const [uid = "", gid = ""] = ["-u", "-g"].map((word) => execFileSync("id", [word, "stead"], { encoding: "utf8" }));
  return { uid: Number(uid), gid: Number(gid) };
};

const writeConfiguration = (folder: string, values: Readonly<Record<string, string>>): void => {
  for (const inner of ["data", "body", "proxy", "fastcgi", "uwsgi", "scgi", "cache"]) mkdirSync(join(folder, inner));
  for (const name of ["nginx.conf", "my.cnf"]) {
    const template = readFileSync(join(import.meta.dirname, "by-hand", name), "utf8");
    writeFileSync(
      join(folder, name),
      template.replaceAll(/@([A-Z]+)@/g, (_, key: string) => values[key] ?? ""),
    );
  }
};

interface Start {
  readonly folder: string;
  readonly name: string;
  readonly run: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly account: { readonly uid: number; readonly gid: number } | undefined;
  readonly within: string;
}

const startProcess = ({ folder, name, run, environment, account, within }: Start): ChildProcess => {
  const log = openSync(join(folder, `${name}.out`), "a");
  const [program = "", ...words] = run;
  return spawn(program, words, {
    cwd: within,
    detached: true, // a session of its own, as the supervisor gives: the scheduler shares by session (sched_autogroup)
    stdio: ["ignore", log, log],
    env: { PATH: process.env["PATH"], HOME: folder, ...environment },
    ...account,
  });
};

const startMariadb = async (
  folder: string,
  start: (name: string, run: readonly string[]) => ChildProcess,
): Promise<ChildProcess> => {
  const settings = `--defaults-file=${join(folder, "my.cnf")}`;
  const install = ["mariadb-install-db", settings, "--auth-root-authentication-method=normal", "--skip-test-db"];
  await once(start("mariadb-install-db", install), "exit");
  const mariadb = start("mariadb", ["/usr/sbin/mariadbd", settings]);
  const socket = join(folder, "mariadb.sock");
  await listening(socket);
  execFileSync("mariadb", [`--socket=${socket}`, "-u", "root"], {
    input: `CREATE DATABASE site; CREATE USER site@localhost IDENTIFIED BY '${DATABASE_PASSWORD}'; GRANT ALL ON site.* TO site@localhost;`,
  });
  return mariadb;
};

const environmentOf = (folder: string): Readonly<Record<string, string>> => ({
  NODE_ENV: "production",
  STEAD_RELEASE: "by-hand",
  DATA_DIR: folder,
  SMTP_URL: "smtp://127.0.0.1:9",
  DATABASE_URL: `mysql://site:${DATABASE_PASSWORD}@localhost/site?socketPath=${encodeURIComponent(join(folder, "mariadb.sock"))}`,
});

const listening = async (at: string | number): Promise<void> => {
  for (const limit = Date.now() + PATIENCE * 1000; Date.now() < limit;) {
    if (await connects(at)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens at ${at} after ${PATIENCE} s`);
};

const connects = (at: string | number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = typeof at === "string" ? connect(at) : connect(at, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });

const end = async (child: ChildProcess | undefined): Promise<void> => {
  if (child === undefined || child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
};

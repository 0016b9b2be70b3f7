import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { BackupList } from "../../src/operations/backup.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** What backups keep, on the server's disk and in the repository. In order: each test begins where the one before it ended. */
const program = resolve(import.meta.dirname, "../../bin/stead.mjs");
const repository = mkdtempSync(join(tmpdir(), "stead-repository-"));
const name = "foobar.com-local";
const spec = {
  domain: "foobar.com",
  app: { start: "node server.mjs", watch: 0, drain: 1 },
  database: { engine: "mariadb", name: "shop" },
  environments: {
    local: { backup: { to: repository, log: "1m", keep: { daily: 2, weekly: 0, monthly: 0 } } },
  },
};
const server = `
import { createServer } from "node:http";
createServer((request, response) => response.end("here")).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

/** Milliseconds. Each test runs several backups or restores, of some seconds each on a quiet machine. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 200_000 });

let site: SiteFolder;

beforeAll(async () => {
  site = await makeSiteFolder(spec, "stead-bounds-");
  site.write("server.mjs", server);
  await site.stead("up", "-d");
  sql("CREATE TABLE posts (id INT AUTO_INCREMENT PRIMARY KEY, title LONGTEXT)");
});

afterAll(async () => {
  await site.close();
  rmSync(repository, { recursive: true });
});

const sql = (text: string): string => {
  const words = { cwd: site.folder, input: text, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "db"], words);
  expect(status, stderr).toBe(0);
  return stdout.split("\n").slice(1).join("\n").trim();
};

const restic = (...words: readonly string[]): string => {
  const password = join(site.home(), "secrets/backup-key");
  return execFileSync("restic", ["--no-cache", "-r", join(repository, name), "-p", password, ...words], {
    encoding: "utf8",
  });
};

const backups = async (): Promise<BackupList["hosts"][number]["backups"]> => {
  const { result } = (await site.stead("backup", "list")) as { readonly result: BackupList };
  return result.hosts[0]?.backups ?? [];
};

const kilobytesOfLog = (): number =>
  Number(execFileSync("du", ["-sk", join(site.home(), "data/mariadb/log")], { encoding: "utf8" }).split("\t")[0]);

/** Waits until the log is within its bound and no backup is under way. */
const atRest = async (): Promise<void> => {
  await expect.poll(kilobytesOfLog, { timeout: 90_000, interval: 1000 }).toBeLessThan(1024);
  execFileSync("flock", [join(site.home(), "data/backup/turn"), "true"]);
};

test("beyond its bound the log begins anew behind a whole backup, and any second before and after can be restored", async () => {
  await site.stead("backup", "now");
  // The database is in it once, as such, and nothing that backups themselves need.
  expect(restic("ls", "--tag", "files", "latest")).not.toMatch(/^\/(?:mariadb|backup)/mu);
  sql("INSERT INTO posts (title) VALUES ('before')");
  await sleep(2000);
  const between = sql("SELECT UTC_TIMESTAMP()");
  sql("INSERT INTO posts (title) SELECT REPEAT(HEX(RANDOM_BYTES(512)), 3000)");
  expect(kilobytesOfLog()).toBeGreaterThan(1024);
  await expect.poll(async () => (await backups()).length, { timeout: 90_000, interval: 2000 }).toBe(2);
  await atRest();
  sql("INSERT INTO posts (title) VALUES ('after')");
  await site.stead("restore", "--at", between, "--into", "earlier");
  await site.stead("restore", "--into", "newest");
  expect(sql("SELECT COUNT(*), MAX(id) FROM newest.posts")).toBe("3\t3");
  expect(sql("SELECT GROUP_CONCAT(title) FROM earlier.posts")).toBe("before");
  // What was restored beside the site was written, too.
  await atRest();
});

test("what is too old is forgotten, and the changes that went with it (coollabsio/coolify#5050, #2389)", async () => {
  const made = (await backups()).length;
  const some = join(site.folder, "some");
  writeFileSync(some, "some");
  for (const day of ["05", "06", "07", "08"]) {
    const at = `2026-01-${day}T02:15:00Z`;
    for (const kind of ["base", "files", "log"]) {
      const tags = `${kind},at=${at},from=binlog.000001:4,to=binlog.000001:4,log=of-${day}`;
      restic("backup", "--quiet", "--time", at.replace("T", " ").replace("Z", ""), "--host", name, "--tag", tags, some);
    }
  }
  expect((await backups()).length).toBe(made + 4);
  await site.stead("backup", "now");
  // The last two, and of two days the last: one of them is the newest of old.
  const left = (await backups()).map(({ at }) => at.slice(0, 10));
  expect(left.length).toBe(3);
  expect(left[0]).toBe("2026-01-08");
  const logs = restic("snapshots", "--tag", "log", "--json");
  expect(logs).toContain("log=of-08");
  expect(logs).not.toMatch(/log=of-0[567]/u);
});

test("what a power cut has left of a backup or a restore is swept away", async () => {
  await site.run("down");
  const rests = ["stage", "scratch", "ready.new"].map((rest) => join(site.home(), "data/backup", rest));
  for (const rest of rests) mkdirSync(rest);
  await site.stead("up", "-d");
  await expect.poll(() => rests.filter((rest) => existsSync(rest)), { timeout: 20_000 }).toEqual([]);
});

test("a database that does not run is told as that (Dokploy/dokploy#2269)", async () => {
  await site.run("down");
  const { stderr, exitCode } = await site.run("backup", "now");
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("[NOT_RUNNING]")]);
});

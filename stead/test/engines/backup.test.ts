import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** Real MariaDB, mariadb-backup and restic, on a site that is driven by the real command. */
const program = resolve(import.meta.dirname, "../../bin/stead.mjs");
const repository = mkdtempSync(join(tmpdir(), "stead-repository-"));
const spec = {
  domain: "foobar.com",
  app: { start: "node server.mjs", watch: 0, drain: 1, data: true },
  database: { engine: "mariadb", name: "shop" },
  environments: { local: { backup: { to: repository } } },
};
const server = `
import { createServer } from "node:http";
createServer((request, response) => response.end("here")).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

/** Milliseconds. Each test runs several backups or restores, of some seconds each on a quiet machine. */
vi.setConfig({ testTimeout: 400_000, hookTimeout: 200_000 });

let site: SiteFolder;
const others: SiteFolder[] = [];

const openSite = async (): Promise<SiteFolder> => {
  const made = await makeSiteFolder(spec, "stead-backup-");
  made.write("server.mjs", server);
  await made.stead("up", "-d");
  return made;
};

beforeAll(async () => {
  site = await openSite();
  sql("CREATE TABLE posts (id INT AUTO_INCREMENT PRIMARY KEY, title TEXT, at DATETIME(3) NOT NULL DEFAULT NOW(3))");
  sql("CREATE TABLE notes (id INT PRIMARY KEY, note TEXT) ENGINE=Aria; INSERT INTO notes VALUES (1, 'Grüße 🎉')");
  writeFileSync(join(site.home(), "data/app/upload"), "a picture");
});

afterAll(async () => {
  for (const one of [site, ...others]) await one.close();
  rmSync(repository, { recursive: true });
});

const sql = (text: string, at = site): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "db"], {
    cwd: at.folder,
    input: text,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  return stdout;
};

const second = (time: string): string => time.replace(/\.\d+$/u, "");

test("a backup while others write is proved, and says how old the proof is", async () => {
  const writer = spawn(process.execPath, [program, "db"], { cwd: site.folder, stdio: ["pipe", "ignore", "inherit"] });
  writer.stdin.end(`${"INSERT INTO posts (title) VALUES (UUID()); DO SLEEP(0.05);\n".repeat(200)}`);
  const written = once(writer, "exit");
  const { stdout, exitCode } = await site.run("backup", "now");
  expect(exitCode, stdout).toBe(0);
  expect(stdout).toMatch(/is proved: restored in .* \(.*, \d+ s per GB\), 2 tables alike/u);
  expect(stdout).toContain("Nobody has seen the key yet");
  await written;
  expect((await site.run("status")).stdout).toMatch(/Backup proved by a restore \d+ minutes? ago \(2 tables alike\)/u);
});

test("the drill: to the second before a table was dropped, row by row (coollabsio/coolify#7423)", async () => {
  sql(`${"INSERT INTO posts (title) VALUES (UUID()); DO SLEEP(0.3);\n".repeat(12)}`);
  const written = sql("SELECT id, title, at FROM posts ORDER BY id").trim().split("\n").slice(1);
  const times = written.map((row) => row.split("\t")[2] ?? "");
  await sleep(1100);
  const dropped = second(sql("SELECT UTC_TIMESTAMP()").split("\n")[1] ?? "");
  sql("DROP TABLE posts");
  await site.stead("restore", "--at", dropped, "--into", "before_drop");
  expect(rowsOf("before_drop")).toEqual(written);
  const middle = second(times.at(-5) ?? "");
  await site.stead("restore", "--at", middle, "--into", "earlier");
  expect(rowsOf("earlier")).toEqual(written.filter((_, index) => second(times[index] ?? "") < middle));
  expect(sql("SHOW TABLES")).not.toContain("posts");
  sql("DROP DATABASE before_drop; DROP DATABASE earlier");
});

const rowsOf = (database: string): readonly string[] =>
  sql(`SELECT id, title, at FROM ${database}.posts ORDER BY id`).trim().split("\n").slice(1);

test("a change that the log does not have makes the proof fail (negative control)", async () => {
  sql("CREATE TABLE secret (id INT AUTO_INCREMENT PRIMARY KEY)");
  const writer = spawn(process.execPath, [program, "db"], { cwd: site.folder, stdio: ["pipe", "ignore", "ignore"] });
  writer.stdin.end(`SET sql_log_bin = 0;\n${"INSERT INTO secret VALUES (NULL); DO SLEEP(0.02);\n".repeat(2000)}`);
  await sleep(500);
  const { stderr, exitCode } = await site.run("backup", "now");
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/BACKUP_UNLIKE/u);
  expect(stderr).toMatch(/shop\.secret/u);
  // With its table the writer ends, too.
  const ended = once(writer, "exit");
  sql("DROP TABLE secret");
  await ended;
});

test("what cannot be is refused, and the site stays as it was", async () => {
  const refusals: readonly (readonly [string, readonly string[]])[] = [
    ["BACKUP_NONE", ["restore", "--at", "2020-01-01 00:00:00", "--into", "other"]],
    ["USAGE", ["restore", "--at", "2999-01-01 00:00:00", "--into", "other"]],
    ["USAGE", ["restore", "--at", "yesterday", "--into", "other"]],
    ["USAGE", ["restore", "--into", "shop"]],
    ["USAGE", ["restore"]],
    ["USAGE", ["backup", "nwo"]],
  ];
  for (const [code, words] of refusals)
    expect((await site.run(...words)).stderr, words.join(" ")).toContain(`[${code}]`);
  renameSync(repository, `${repository}.away`);
  expect((await site.run("backup", "list")).stderr).toContain("[BACKUP_UNREACHABLE]");
  mkdirSync(repository);
  expect((await site.run("backup", "now")).stderr).toContain("[BACKUP_UNREACHABLE]");
  rmSync(repository, { recursive: true });
  renameSync(`${repository}.away`, repository);
  expect((await site.get()).status).toBe(200);
  expect(existsSync(join(site.home(), "data/backup/scratch"))).toBe(false);
});

// With others a backup cannot be imported, has one of several databases, or leaves out what the application stored.
test("what was written is in the repository within seconds; another machine rebuilds the site, all databases and files, from it and the key alone (coollabsio/coolify#11459, #3919, #7024; caprover/caprover#581, #1636; dokku/dokku#4180)", async () => {
  sql("CREATE DATABASE wiki; CREATE TABLE wiki.pages (page TEXT); INSERT INTO wiki.pages VALUES ('a page')");
  await site.stead("backup", "now");
  sql("INSERT INTO notes VALUES (2, 'the last word')");
  await sleep(20_000);
  const key = (await site.run("backup", "key")).stdout.split("\n")[0] ?? "";
  await site.run("down");
  rmSync(join(site.home(), "data"), { recursive: true });
  const other = await openSite();
  others.push(other);
  expect((await other.run("backup", "list")).stderr).toContain("[BACKUP_KEY_WRONG]");
  const given = spawnSync(process.execPath, [program, "backup", "key", "--set"], { cwd: other.folder, input: key });
  expect(given.status).toBe(0);
  expect((await other.run("restore", "--yes")).exitCode).toBe(0);
  expect(sql("SELECT note FROM notes ORDER BY id", other)).toBe("note\nGrüße 🎉\nthe last word\n");
  expect(sql("SELECT page FROM wiki.pages", other)).toBe("page\na page\n");
  expect(readFileSync(join(other.home(), "data/app/upload"), "utf8")).toBe("a picture");
  expect((await other.get()).status).toBe(200);
});

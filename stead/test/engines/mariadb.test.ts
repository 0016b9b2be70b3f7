import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mariadb } from "../../src/components/mariadb/index.ts";
import { databaseSocket } from "../../src/topology/database-access.ts";
import { fillText } from "../../src/state/text.ts";
import type { Command, DesiredState, Ensure, Unit } from "../../src/state/vocabulary.ts";
import { layCandidate, layDown, makeFile, siteOnDisk, unprivileged, type SiteOnDisk } from "../setup/site-on-disk.ts";
import { startUnit, verify, type RunningUnit } from "../setup/start-unit.ts";

const operator =
  unprivileged.uid === undefined ? { name: userInfo().username, uid: 1000 } : { name: "nobody", uid: 65_534 };

/** A site whose application may not change tables: `migrate` may. */
const spec = { app: { start: "node server.js", migrate: "true" }, database: { engine: "mariadb", name: "shop" } };

const passwords: Record<string, string> = { "database-app": "a".repeat(32), "database-migrate": "m".repeat(32) };

let site: SiteOnDisk;
let state: DesiredState;
let running: RunningUnit;

beforeAll(async () => {
  site = await siteOnDisk(spec, { http: 18_080, dns: 15_300, facts: { operator } });
  state = mariadb.desire(site.topology, "local");
  await layDown(state);
  await makeFile(`${site.place.paths.data}/mariadb/unfinished/half`, "of an interrupted try");
  expect(run(ensure("ensure:mariadb/files").check).exitCode).not.toBe(0);
  expect(run(ensure("ensure:mariadb/files").make)).toMatchObject({ exitCode: 0 });
  running = await startUnit(unit());
});

afterAll(async () => {
  await running.stop();
  await site.remove();
});

test("an interrupted first try is cleared, and the files are there only when complete", () => {
  expect(run(ensure("ensure:mariadb/files").check).exitCode).toBe(0);
  expect(existsSync(`${site.place.paths.data}/mariadb/unfinished`)).toBe(false);
});

test("database and accounts are set up once, and seen to be", () => {
  expect(run(ensure("ensure:database").check).exitCode).not.toBe(0);
  expect(run(ensure("ensure:database").make)).toMatchObject({ exitCode: 0, output: "" });
  expect(run(ensure("ensure:database").check)).toMatchObject({ exitCode: 0, output: "" });
  expect(run(ensure("ensure:database").make)).toMatchObject({ exitCode: 0 });
});

describe("with the accounts there", () => {
  test("the migrating account changes tables; the application's reads and writes rows only", () => {
    expect(sql("shop_migrate", "CREATE TABLE posts (id INT PRIMARY KEY, title TEXT)")).toMatchObject({ exitCode: 0 });
    expect(sql("shop", "INSERT INTO posts VALUES (1, 'Grüße 🎉'); SELECT title FROM posts").output).toBe("Grüße 🎉\n");
    expect(sql("shop", "CREATE TABLE more (id INT)").output).toMatch(/denied/u);
    expect(sql("shop", "DROP TABLE posts").output).toMatch(/denied/u);
  });

  test("nobody else gets in, and nobody sees another database", () => {
    expect(sql("shop", "SELECT 1", "a wrong password").output).toMatch(/Access denied/u);
    expect(sql("nobody-known", "SELECT 1", "").output).toMatch(/Access denied/u);
    expect(sql("shop", "SHOW DATABASES").output).toBe("information_schema\nshop\n");
    expect(admin("SELECT CONCAT(User, '@', Host) FROM mysql.global_priv WHERE Host <> 'localhost' OR User = ''")).toBe(
      "",
    );
    expect(admin("SHOW DATABASES LIKE 'test'")).toBe("");
  });

  test("it runs as reference and contract ask: no network, UTC, snapshot isolation, every write on disk", () => {
    const asked = "@@skip_networking, @@time_zone, @@innodb_snapshot_isolation, @@innodb_flush_log_at_trx_commit";
    expect(admin(`SELECT ${asked}, @@character_set_server, @@max_connections`)).toBe("1\t+00:00\t1\t1\tutf8mb4\t100\n");
  });

  test("a changed password is noticed, and set again", () => {
    passwords["database-app"] = "b".repeat(32);
    expect(run(ensure("ensure:database").check).exitCode).not.toBe(0);
    expect(run(ensure("ensure:database").make)).toMatchObject({ exitCode: 0 });
    expect(run(ensure("ensure:database").check).exitCode).toBe(0);
    expect(sql("shop", "SELECT 1").exitCode).toBe(0);
  });

  test("privileges that somebody added are noticed and taken back", () => {
    admin("GRANT CREATE, DROP ON `shop`.* TO 'shop'@'localhost'");
    expect(run(ensure("ensure:database").check).exitCode).not.toBe(0);
    expect(run(ensure("ensure:database").make)).toMatchObject({ exitCode: 0 });
    expect(run(ensure("ensure:database").check).exitCode).toBe(0);
    expect(sql("shop", "CREATE TABLE more (id INT)").output).toMatch(/denied/u);
  });

  test("the schema's print changes with the schema, not with rows", () => {
    const before = printSchema();
    sql("shop", "INSERT INTO posts VALUES (7, 'more')");
    expect(printSchema()).toBe(before);
    sql("shop_migrate", "ALTER TABLE posts ADD COLUMN body TEXT");
    expect(printSchema()).not.toBe(before);
  });

  test("after kill -9 what was acknowledged is there", async () => {
    sql("shop", "REPLACE INTO posts (id, title) VALUES (2, 'kept')");
    running.child.kill("SIGKILL");
    await once(running.child, "exit");
    running = await startUnit(unit());
    expect(sql("shop", "SELECT title FROM posts WHERE id = 2").output).toBe("kept\n");
  });
});

test("its trial accepts the configuration, and refuses one with a word that it does not know", async () => {
  const folder = join(site.folder, "trial");
  await layCandidate(state, unit().verify?.files ?? [], folder);
  expect(verify(unit(), folder).exitCode).toBe(0);
  await writeFile(join(folder, "my.cnf"), `${await readFile(join(folder, "my.cnf"), "utf8")}\nno_such_word = 1\n`);
  expect(verify(unit(), folder)).toMatchObject({ exitCode: expect.not.toBeOneOf([0]) as number });
});

const ensure = (id: string): Ensure => {
  const found = state.find((value) => value.id === id);
  if (found?.kind !== "ensure") throw new Error(`There is no ${id}.`);
  return found;
};

const unit = (): Unit => {
  const found = state.find((value) => value.kind === "unit");
  if (!found) throw new Error("MariaDB has no unit.");
  return found;
};

/** As a Host runs it: secrets by stdin, never among the words. */
const run = ({ run: words, stdin = "" }: Command, environment = {}): { exitCode: number; output: string } => {
  const [program = "", ...rest] = words;
  const ended = spawnSync(program, rest, {
    input: fillText(stdin, (name) => passwords[name]),
    encoding: "utf8",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", ...environment },
    timeout: 30_000,
    ...unprivileged,
  });
  return { exitCode: ended.status ?? 124, output: `${ended.stdout}${ended.stderr}` };
};

const sql = (
  account: string,
  text: string,
  password = passwords[account === "shop" ? "database-app" : "database-migrate"],
) =>
  run(
    {
      run: ["mariadb", "--no-defaults", "--batch", "--skip-column-names", "--default-character-set=utf8mb4"].concat(
        `--socket=${databaseSocket(site.place)}`,
        `--user=${account}`,
        password === "a wrong password" || account.includes("-") ? [] : ["--database=shop"],
      ),
      stdin: text,
    },
    { MYSQL_PWD: password },
  );

const admin = (text: string): string => {
  const shell = mariadb.powers?.shell?.(site.topology, "local").run ?? [];
  return run({ run: [...shell, "--batch", "--skip-column-names"], stdin: text }).output;
};

const printSchema = (): string => {
  const command = mariadb.powers?.schema?.(site.topology, "local");
  const { exitCode, output } = run(command ?? { run: ["false"] });
  expect(exitCode).toBe(0);
  return output;
};

import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labWorks } from "../setup/lab-works.ts";
import { makeServerSite, type ServerSite } from "./server-site.ts";

const LOAD = join(import.meta.dirname, "https-load.mjs");
const PASSPHRASE = "five words from a dictionary\n";
const CANARY = "sk_live_canary_4242";

/** Tells what it was given; with the value "broken" it never gets well. */
const server = `
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
const { KEY, PEM_FILE } = process.env;
if (KEY === "broken") { console.log("I cannot use this key"); process.exit(1); }
createServer((request, response) => {
  if (request.url === "/healthz") return response.end("ok");
  response.end(KEY + ", " + readFileSync(PEM_FILE, "utf8").trim());
}).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

interface Operations {
  readonly operations: readonly {
    readonly verb: string;
    readonly result: string;
    readonly as: string;
    readonly code?: string;
    readonly release?: string;
  }[];
}

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks)("secrets of a server", () => {
  let site: ServerSite;
  const bundle = (): string => `${site.folder}-secrets.age`;
  const changes = async (): Promise<readonly unknown[]> =>
    ((await site.answer("plan", "production")) as { readonly changes: readonly unknown[] }).changes;

  beforeAll(async () => {
    const app = {
      start: "node server.mjs",
      static: "public",
      health: "/healthz",
      migrate: "node migrate.mjs",
      data: true,
      watch: 1,
      secrets: ["KEY", { name: "PEM", as: "file" }],
    };
    site = await makeServerSite(13, { settings: { app } });
    writeFileSync(join(site.folder, "server.mjs"), server);
    site.edit("one");
  });
  afterAll(async () => {
    rmSync(bundle(), { force: true });
    await site.close();
  });

  test("up refuses while one is not set, and nothing was touched", async () => {
    const ended = await site.stead("up", "production", "--yes");
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toMatch(/KEY: is not set on web1[^]*stead secret set KEY production[^]*PEM: is not set/u);
    expect(await site.on("ls -d /etc/stead /var/lib/stead /srv/stead 2>/dev/null")).toBe("");
  });

  test("set on a bare server, they are there with the first up: root's alone, as a variable and as a file", async () => {
    expect((await site.feed(`${CANARY}\n`, "secret", "set", "KEY", "production")).exitCode).toBe(0);
    expect((await site.feed("-----BEGIN KEY-----\n", "secret", "set", "PEM", "production")).exitCode).toBe(0);
    await site.well("up", "production", "--yes");
    expect(site.page().text).toBe(`${CANARY}, -----BEGIN KEY-----`);
    expect(await site.on("cd /etc/stead/foobar.com/secrets/app && stat -c '%n %a %U' . *")).toBe(
      ". 700 root\nKEY 600 root\nPEM 600 root",
    );
    expect(await changes()).toEqual([]);
  });

  test("the value stands in no unit, no argv, no log, and no file that others may read", async () => {
    const inFiles = await site.on(
      `grep -rl ${CANARY.slice(0, 12)} /etc /run/systemd /run/stead /var/lib/stead /var/log /srv 2>/dev/null`,
    );
    expect(inFiles.split("\n").filter((path) => !path.startsWith("/etc/stead/foobar.com/secrets/"))).toEqual([]);
    expect(await site.on(`cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[c]anary_4242'`)).toBe("0");
    expect(await site.on(`journalctl --no-pager | grep -c '[c]anary_4242'`)).toBe("0");
    const asOther =
      "runuser -u www-data -- sh -c 'cat /etc/stead/foobar.com/app-secrets/*/PEM; ls /etc/stead/foobar.com/secrets' 2>&1";
    expect(await site.on(asOther)).not.toContain("BEGIN KEY");
  });

  test("three changes under load lose nothing, and a value that does not work leaves all as it was", async () => {
    const stop = join(site.folder, "../", `${site.folder.split("/").at(-1)}-stop`);
    const loading = site.stead(
      "lab",
      "run",
      "--trust",
      "--",
      process.execPath,
      LOAD,
      "https://www.foobar.com",
      stop,
      "/",
    );
    for (const value of ["second", "third", "fourth"]) {
      expect((await site.feed(value, "secret", "set", "KEY", "production")).stdout).toContain("runs with it");
      expect(site.page().text).toContain(`${value}, `);
    }
    const ended = await site.feed("broken", "secret", "set", "KEY", "production");
    expect([ended.exitCode, ended.stderr]).toEqual([5, expect.stringContaining("I cannot use this key")]);
    writeFileSync(stop, "");
    const counted = JSON.parse((await loading).stdout) as { sent: number; failed: number; reasons: object };
    rmSync(stop, { force: true });
    expect(counted.sent).toBeGreaterThan(500);
    expect([counted.failed, counted.reasons]).toEqual([0, {}]);
    expect(site.page().text).toContain("fourth, ");
    expect(await changes()).toEqual([]);
    expect(await site.on("ls -A /etc/stead/foobar.com/secrets/app; ls /etc/stead/foobar.com/app-secrets | wc -l")).toBe(
      "KEY\nPEM\n1",
    );
  });

  test("after a reboot it serves with them, and there is nothing to do", async () => {
    await site.stead("lab", "reboot", "web1");
    await expect.poll(() => site.page().status, { timeout: 30_000 }).toBe(200);
    expect(site.page().text).toBe("fourth, -----BEGIN KEY-----");
    expect(await changes()).toEqual([]);
  });

  test("run has them, inside of the sandbox too", async () => {
    const said = await site.well(
      "run",
      "--lab",
      "production",
      "node",
      "-p",
      "process.env.KEY + fs.readFileSync(process.env.PEM_FILE)",
    );
    expect(said).toContain("fourth-----BEGIN KEY-----");
  });

  test("audit: what was done to the server, by whom, and whom it let in", async () => {
    const { operations } = (await site.answer("audit", "production")) as Operations;
    const told = operations.map(({ verb, result, code = "" }) => `${verb} ${result} ${code}`.trim());
    expect(told).toEqual([
      "secret set KEY ok",
      "secret set PEM ok",
      "up ok",
      ...Array.from({ length: 3 }, () => "secret set KEY ok"),
      "secret set KEY failed RELEASE_CRASHED",
      "run node ok",
    ]);
    expect(operations.every(({ as }) => as === "root")).toBe(true);
    expect(operations.at(-1)?.release).toMatch(/^\d{8}-/u);
    expect(await site.on("stat -c '%a %U' /var/lib/stead/foobar.com/audit.jsonl")).toBe("600 root");
  });

  test("a lost server's secrets come back from the bundle: the same password, the same keys", async () => {
    const password = await site.on("cat /etc/stead/foobar.com/secrets/database-app");
    expect((await site.feed(PASSPHRASE, "secret", "bundle", bundle(), "production")).exitCode).toBe(0);
    expect(readFileSync(bundle()).includes(password)).toBe(false);
    await site.well("remove", "production", "--data", "--yes");
    expect(await site.on("ls -d /etc/stead /var/lib/stead 2>/dev/null")).toBe("");
    const ended = await site.feed(PASSPHRASE, "secret", "restore", bundle(), "production");
    expect(ended.stdout).toMatch(/[4-9] secrets put back/u);
    await site.well("up", "production", "--yes");
    expect(site.page().text).toBe("fourth, -----BEGIN KEY-----");
    expect(await site.on("cat /etc/stead/foobar.com/secrets/database-app")).toBe(password);
    expect(existsSync(bundle())).toBe(true);
  });

  test("remove keeps them, and what was done, unless the data is to go as well", async () => {
    await site.well("remove", "production", "--yes");
    expect(await site.on("ls /etc/stead/foobar.com; ls /etc/stead/foobar.com/secrets/app")).toBe("secrets\nKEY\nPEM");
    expect(await site.on("tail -n 1 /var/lib/stead/foobar.com/audit.jsonl")).toContain('"verb":"remove"');
    await site.well("remove", "production", "--data", "--yes");
    expect(await site.on("ls -d /etc/stead /var/lib/stead 2>/dev/null")).toBe("");
  });
});

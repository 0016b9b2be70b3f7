import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labOf } from "../../src/lab/lab.ts";
import { labWorks } from "../setup/lab-works.ts";
import type { Ended } from "../setup/run-stead.ts";
import { makeServerSite, type ServerSite } from "./server-site.ts";

const STEAD = resolve(import.meta.dirname, "../../bin/stead.mjs");

/** What a process tells of the sandbox it is in. */
const CONFESSION = `
import { readFileSync, writeFileSync, readdirSync } from "node:fs";
const tries = (work) => { try { work(); return "may"; } catch { return "may not"; } };
const [status, cgroup] = ["status", "cgroup"].map((name) => readFileSync("/proc/self/" + name, "utf8"));
export const confession = () => JSON.stringify({
  slice: /stead-foobar\\.com\\.slice/.test(cgroup),
  account: process.getuid() > 0,
  privileges: /NoNewPrivs:\\s1/.test(status),
  filter: /Seccomp:\\s2/.test(status),
  "/etc": tries(() => writeFileSync("/etc/confession", "")),
  release: tries(() => writeFileSync("confession", "")),
  "/root": tries(() => readdirSync("/root")),
  data: tries(() => writeFileSync(process.env.DATA_DIR + "/confession", "")),
});
`;
const inSandbox = {
  slice: true,
  account: true,
  privileges: true,
  filter: true,
  "/etc": "may not",
  release: "may not",
  "/root": "may not",
  data: "may",
};

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks)("releases on a server", () => {
  let site: ServerSite;
  const cron = {
    tidy: { run: "echo tidied $STEAD_RELEASE", at: "0 0 1 1 *" },
    slow: { run: "sleep 20", at: "0 0 1 1 *" },
    broken: { run: "echo it broke; exit 3", at: "0 0 1 1 *" },
  };
  const put = (path: string, content: string): void => writeFileSync(join(site.folder, path), content);

  beforeAll(async () => {
    site = await makeServerSite(13, { settings: { cron } });
    put("confession.mjs", CONFESSION);
    const migrate = `import { query } from "./query.mjs";
import { confession } from "./confession.mjs";
query("CREATE TABLE IF NOT EXISTS migrations (id INT PRIMARY KEY AUTO_INCREMENT); INSERT INTO migrations VALUES ()");
console.log("confession " + confession());`;
    put("migrate.mjs", migrate);
    site.edit("first");
  });
  afterAll(() => site.close());

  test("migrate executes in the sandbox of an instance, and so does run", async () => {
    const said = await site.well("up", "production", "--yes");
    expect(JSON.parse(/confession (\{.*\})/u.exec(said)?.[1] ?? "{}")).toEqual(inSandbox);
    const program = 'import("./confession.mjs").then(({ confession }) => console.log(confession()))';
    expect(JSON.parse(await site.well("run", "--lab", "production", "node", "-e", program))).toEqual(inSandbox);
    expect(await site.on("systemctl list-units --all --no-legend 'stead-run-*'; ls /run/stead | grep env")).toBe("");
  });

  test("console is a shell there, on a terminal of its own", () => {
    const words = [process.execPath, STEAD, "console", "production", "--lab"];
    const input =
      'test -t 0 && echo terminal $((1 + 1))\nid -un\ncat /proc/self/cgroup | grep -o "foobar.com.slice"\nexit 7\n';
    const { stdout, status } = spawnSync("script", ["-q", "-e", "-c", words.join(" "), "/dev/null"], {
      cwd: site.folder,
      input,
      timeout: 60_000,
    });
    const said = stripVTControlCharacters(stdout.toString()).replaceAll("\r", "");
    expect([said, status]).toEqual([
      expect.stringMatching(/^terminal 2\n[^]*^stead-foobar-com\n[^]*^foobar\.com\.slice$/mu),
      7,
    ]);
    expect(said).toContain("foobar.com production:");
  });

  test("a cron job runs when it is asked to, and status tells how the last run ended", async () => {
    expect(await site.answer("cron", "run", "tidy", "production")).toMatchObject({
      name: "tidy",
      host: "web1",
      run: { result: "exit status 0" },
    });
    expect(await site.well("logs", "production", "cron-tidy")).toMatch(/tidied \d{8}-/u);
    const running = site.stead("cron", "run", "slow", "production");
    await expect
      .poll(() => site.on("systemctl is-active 'stead-foobar.com-cron-slow@*.service'"), { timeout: 15_000 })
      .toBe("activating");
    const second = await site.stead("cron", "run", "slow", "production");
    expect([second.exitCode, second.stderr]).toEqual([1, expect.stringContaining("never beside itself")]);
    expect((await running).exitCode).toBe(0);
    const broken = await site.stead("cron", "run", "broken", "production");
    expect([broken.exitCode, broken.stderr]).toEqual([1, expect.stringMatching(/exit status 3[^]*it broke/u)]);
    expect(await site.well("status", "production")).toMatch(/cron-broken@[^●]*last run [^●]*exit status 3/u);
  });

  test("a job of CI deploys from a clone, without a terminal, a prompt or a colour, in JSON", async () => {
    const clone = join(realpathSync(mkdtempSync(join(tmpdir(), "stead-ci-"))), "work");
    site.edit("from-ci");
    execFileSync("git", ["clone", "--quiet", site.folder, clone]);
    const ci = (...words: readonly string[]): Promise<Ended> => inJob(clone, words);
    try {
      expect((await ci("lab", "join", labOf(site.folder, "production").name)).exitCode).toBe(0);
      const good = await ci("deploy", "production", "--lab", "--json");
      expect([good.exitCode, good.stderr, good.stdout.includes("\u001B")]).toEqual([0, "", false]);
      const lines = good.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
      expect(lines.at(-1)).toMatchObject({ kind: "result", result: { release: { commit: expect.any(String) } } });
      expect(site.page().text).toContain("edition from-ci");

      execFileSync(
        "sh",
        ["-c", "echo 'process.exit(9)' >server.mjs && git -c user.name=t -c user.email=t@e.org commit -qam bad"],
        { cwd: clone },
      );
      const bad = await ci("deploy", "production", "--lab", "--json");
      const last = JSON.parse(bad.stdout.trim().split("\n").at(-1) ?? "{}") as Readonly<Record<string, unknown>>;
      expect([bad.exitCode, bad.stderr, last]).toEqual([
        5,
        "",
        { error: expect.objectContaining({ code: "RELEASE_CRASHED" }) },
      ]);
      expect(site.page().text).toContain("edition from-ci");

      const plain = await ci("rollback", "production", "--lab");
      expect([plain.exitCode, plain.stdout.includes("\u001B"), plain.stderr]).toEqual([0, false, ""]);
    } finally {
      await ci("lab", "down"); // leaves it
      rmSync(dirname(clone), { recursive: true, force: true });
    }
  });
});

/** As a CI service starts it: nothing of this process's surroundings, no input, pipes. */
const inJob = async (folder: string, words: readonly string[]): Promise<Ended> => {
  const home = dirname(folder);
  const child = spawn(process.execPath, [STEAD, ...words], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: home, CI: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), 180_000);
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((done) => child.once("exit", (code) => done(code ?? 124))),
  ]);
  clearTimeout(limit);
  return { exitCode, stdout, stderr };
};

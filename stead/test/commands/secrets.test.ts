import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runStead, type Ended } from "../setup/run-stead.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** Tells what it was given; with the value "broken" it never gets well. */
const server = `
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
const file = process.env.SIGNING_KEY_FILE;
if (process.env.STRIPE_KEY === "broken") { console.log("I cannot use this key"); process.exit(1); }
createServer((request, response) => {
  response.end(JSON.stringify({
    key: process.env.STRIPE_KEY, file: readFileSync(file).toString("hex"), mode: statSync(file).mode & 0o7777, pid: process.pid,
  }));
}).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

const preload = join(import.meta.dirname, "../setup/kill-at-boundary.mjs");

let site: SiteFolder;

const app = {
  start: "node server.mjs",
  watch: 0,
  drain: 1,
  secrets: ["STRIPE_KEY", { name: "SIGNING_KEY", as: "file" }],
};
const spec = { domain: "foobar.com", app, database: { engine: "mariadb" } };

beforeAll(async () => {
  site = await makeSiteFolder(spec);
  site.write("server.mjs", server);
});

afterAll(() => site.close());

/** With something on standard input. */
const feed = (input: string | Buffer, ...words: readonly string[]): Promise<Ended> => site.feed(input, ...words);

interface Given {
  readonly key: string;
  readonly file: string;
  readonly mode: number;
  readonly pid: number;
}
const given = async (): Promise<Given> => JSON.parse((await site.get()).body) as Given;

test("what is not set yet is told by plan, check and up before anything is touched, all at once", async () => {
  const before = site.files();
  const ended = await site.run("up", "-d");
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toMatch(/STRIPE_KEY: is not set on local.*SECRET_MISSING/u);
  expect(ended.stderr).toContain("stead secret set SIGNING_KEY");
  expect((await site.run("plan")).stdout).toContain("STRIPE_KEY is not set");
  expect((await site.run("check")).stdout).toContain("SIGNING_KEY is not set");
  const made = Object.keys(site.files()).filter((path) => !(path in before));
  expect(made.filter((path) => !/\/(?:where|\.gitignore)$/u.test(path))).toEqual([]);
});

test("kamal: values with quotes, dollar signs, line ends and letters of any language reach the process as they are", async () => {
  const key = `it's "quoted" $HOME \`x\` \\ back\nsecond line, grüße ✓`;
  expect((await feed(`${key}\n`, "secret", "set", "STRIPE_KEY")).stdout).toContain("STRIPE_KEY is set");
  const bytes = Buffer.from([0, 255, 10, 13, 10]);
  expect((await feed(bytes, "secret", "set", "SIGNING_KEY")).exitCode).toBe(0);
  await site.stead("up", "-d");
  const found = await given();
  expect(found).toMatchObject({ key, file: bytes.toString("hex"), mode: 0o400 });
  expect(await site.changes("up")).toEqual([]);
});

test("kept for root or the operator alone, and nowhere in a unit, an argv, a log or an answer of Stead's", async () => {
  const canary = "sk_live_canary_4242";
  await feed(canary, "secret", "set", "STRIPE_KEY");
  expect((await given()).key).toBe(canary);
  const folder = join(site.home(), "secrets/app");
  expect(readdirSync(folder).toSorted()).toEqual(["SIGNING_KEY", "STRIPE_KEY"]);
  expect(statSync(join(folder, "STRIPE_KEY")).mode & 0o7777).toBe(0o600);
  expect(statSync(folder).mode & 0o7777).toBe(0o700);
  const { pid } = await given();
  expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).not.toContain(canary);
  for (const words of [["secret", "list"], ["audit"], ["status"], ["plan"], ["logs"], ["secret", "list", "--json"]])
    expect((await site.run(...words)).stdout).not.toContain(canary);
  const found = spawnSync("grep", ["-rl", canary, site.home()], { encoding: "utf8" }).stdout.trim().split("\n");
  expect(found).toEqual([join(folder, "STRIPE_KEY")]);
});

test("a value that the application cannot use: the old instances serve on, and the value before is kept again", async () => {
  const before = await given();
  const ended = await feed("broken", "secret", "set", "STRIPE_KEY");
  expect(ended.exitCode).toBe(5);
  expect(ended.stderr).toContain("I cannot use this key");
  expect((await given()).key).toBe(before.key);
  expect(await site.changes("plan")).toEqual([]);
  await site.stead("deploy");
  expect((await given()).key).toBe(before.key);
});

test("the same value again does nothing", async () => {
  const [{ key }, pids] = [await given(), await site.pids()];
  expect((await feed(`${key}`, "secret", "set", "STRIPE_KEY")).stdout).toContain("nothing was done");
  expect(await site.pids()).toEqual(pids);
});

test("--later keeps it only; plan tells it, up gives it", async () => {
  const before = await given();
  await feed("for later", "secret", "set", "STRIPE_KEY", "--later");
  expect((await given()).key).toBe(before.key);
  expect(await site.changes("plan")).toEqual([
    expect.stringMatching(/^Replace the instances .*: STRIPE_KEY changed$/u),
  ]);
  expect((await site.run("secret", "list")).stdout).toContain("without this value until the next `up`");
  await site.stead("up", "-d");
  expect((await given()).key).toBe("for later");
  expect(readdirSync(join(site.home(), "etc/app-secrets"))).toHaveLength(1);
});

test("run has them as well", async () => {
  const { stdout } = await feed(
    "",
    "run",
    "--",
    "node",
    "-p",
    "process.env.STRIPE_KEY + require('fs').readFileSync(process.env.SIGNING_KEY_FILE).length",
  );
  expect(stdout.trim()).toBe("for later5");
});

test("no value at all is refused, also where nobody can be asked", async () => {
  const ended = await site.run("secret", "set", "STRIPE_KEY");
  expect([ended.exitCode, ended.stderr]).toEqual([2, expect.stringContaining("was given no value")]);
});

test("on a terminal the value is asked for, and not shown while it is typed", async () => {
  const words = [process.execPath, resolve(import.meta.dirname, "../../bin/stead.mjs"), "secret", "set", "TYPED"];
  const typed = ["--quiet", "--return", "--echo", "always", "--command", words.join(" "), "/dev/null"];
  const child = spawn("script", typed, { cwd: site.folder, stdio: ["pipe", "pipe", "ignore"] });
  let shown = "";
  child.stdout.on("data", (part: Buffer) => {
    if (!shown.includes("Value of") && (shown + part.toString()).includes("Value of")) child.stdin.write("hunter2\r");
    shown += part.toString();
  });
  const [code] = (await once(child, "exit")) as [number];
  expect([code, shown]).toEqual([0, expect.stringContaining("TYPED is set")]);
  expect(shown).not.toContain("hunter2");
  expect(readFileSync(join(site.home(), "secrets/app/TYPED"), "utf8")).toBe("hunter2");
  await site.stead("secret", "remove", "TYPED");
});

test("a change that is killed at any step: the site serves on, and up finishes it", async () => {
  const [before, log] = [await given(), join(site.home(), "log/apply.jsonl")];
  const boundaries = (): number => readFileSync(log, "utf8").trim().split("\n").length;
  const begun = boundaries();
  await feed("not killed", "secret", "set", "STRIPE_KEY");
  const count = boundaries() - begun;
  expect(count).toBeGreaterThan(10);
  for (const boundary of [1, Math.floor(count / 3), Math.floor(count / 2), count - 2]) {
    const value = `killed at ${boundary}`;
    const killed = await runStead(site.folder, ["secret", "set", "STRIPE_KEY"], {
      input: value,
      environment: { NODE_OPTIONS: `--import ${preload}`, KILL_AT: String(boundary) },
    });
    expect(killed.exitCode).not.toBe(0);
    expect((await given()).file).toBe(before.file);
    await site.stead("up", "-d");
    expect((await given()).key).toBe(value);
    expect(await site.changes("plan")).toEqual([]);
    expect(readdirSync(join(site.home(), "secrets/app")).toSorted()).toEqual(["SIGNING_KEY", "STRIPE_KEY"]);
    expect(((await site.stead("audit")) as { operations: readonly Audited[] }).operations.at(-2)).toMatchObject({
      verb: "secret set STRIPE_KEY",
      result: "open",
    });
  }
});

test("list: names, ages, who uses them; what is used cannot be removed, what is not can", async () => {
  await feed("nobody's", "secret", "set", "UNUSED");
  const { stdout } = await site.run("secret", "list");
  expect(stdout).toMatch(/STRIPE_KEY +local +[\d.]+ s +the application, as STRIPE_KEY/u);
  expect(stdout).toMatch(/SIGNING_KEY +local +[\d. a-z]+ the application, as a file \(SIGNING_KEY_FILE\)/u);
  expect(stdout).toMatch(/UNUSED +local +[\d.]+ s +nobody/u);
  expect(stdout).toMatch(/database-app +local +[\d. a-z]+ .*the application/u);
  const refused = await site.run("secret", "remove", "STRIPE_KEY");
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("SECRET_IN_USE")]);
  expect((await site.run("secret", "remove", "UNUSED")).exitCode).toBe(0);
  expect((await site.run("secret", "list")).stdout).not.toContain("UNUSED");
  expect((await site.run("secret", "remove", "UNUSD")).exitCode).toBe(2);
});

test("one that the spec no longer names goes with the next up, and may then be removed", async () => {
  site.wish({ ...spec, app: { ...app, secrets: [app.secrets[1]] } });
  expect((await site.run("secret", "remove", "STRIPE_KEY")).stderr).toContain("runs with it");
  await site.stead("up", "-d");
  expect((await given()).key).toBeUndefined();
  expect((await site.run("secret", "remove", "STRIPE_KEY")).exitCode).toBe(0);
  site.wish(spec);
  const ended = await site.run("deploy");
  expect([ended.exitCode, ended.stderr]).toEqual([3, expect.stringContaining("SECRET_MISSING")]);
  expect((await feed("again", "secret", "set", "STRIPE_KEY")).stdout).toContain("the application runs with it");
  expect((await given()).key).toBe("again");
});

test("a value typed as a word is refused, and not repeated", async () => {
  for (const words of [
    ["STRIPE_KEY", "sk_live_typed"],
    ["STRIPE_KEY=sk_live_typed"],
    ["STRIPE_KEY", "local", "sk_live_typed"],
  ]) {
    const ended = await site.run("secret", "set", ...words);
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr + ended.stdout).not.toContain("sk_live_typed");
    expect(ended.stderr).toContain("standard input");
  }
  expect((await given()).key).toBe("again");
});

test("a bundle: encrypted, opened with its passphrase alone, put back where there is nothing", async () => {
  const file = join(site.folder, "secrets.age");
  expect((await feed("short\n", "secret", "bundle", file)).stderr).toContain("fewer than 12");
  expect((await feed("five words from a dictionary\n", "secret", "bundle", file)).exitCode).toBe(0);
  expect(statSync(file).mode & 0o7777).toBe(0o600);
  const password = readFileSync(join(site.home(), "secrets/database-app"), "utf8").trim();
  expect(readFileSync(file).includes("again") || readFileSync(file).includes(password)).toBe(false);
  expect((await feed("another passphrase\n", "secret", "restore", file)).stderr).toContain("BUNDLE_UNREADABLE");
  await feed("not the bundle's", "secret", "set", "STRIPE_KEY", "--later");
  const kept = (await feed("five words from a dictionary\n", "secret", "restore", file)).stdout;
  expect(kept).toMatch(/0 secrets put back[^]*stays: app\/STRIPE_KEY/u);
  expect((await feed("five words from a dictionary\n", "secret", "restore", file, "--replace")).stdout).toContain(
    "1 secret put back",
  );
  await site.stead("up", "-d");
  expect((await given()).key).toBe("again");
});

test("audit: who did what and when, how it ended, and which release served then", async () => {
  const { operations } = (await site.stead("audit")) as { readonly operations: readonly Audited[] };
  const verbs = operations.map(({ verb, result, code }) => [verb, result, code].join(" ").trim());
  expect(verbs).toContain("secret set STRIPE_KEY failed RELEASE_CRASHED");
  expect(verbs).toContain("deploy ok");
  expect(verbs).toContain("secret restore ok");
  expect(operations.every(({ by, since }) => /^\w.*@./u.test(by) && since.endsWith("Z"))).toBe(true);
  expect(operations.at(-1)?.release).toMatch(/^\d{8}-\d{6}-[0-9a-f]{6}$/u);
  expect((await site.run("audit", "-n", "1")).stdout).toMatch(/up +.*@.*done/u);
});

interface Audited {
  readonly verb: string;
  readonly by: string;
  readonly since: string;
  readonly result: string;
  readonly code?: string;
  readonly release?: string;
}

import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

let site: SiteFolder;

beforeAll(async () => {
  site = await makeSiteFolder({ domain: "foobar.com", app: { static: "public" } });
  mkdirSync(join(site.folder, "public"));
  site.write("public/index.html", "version 1");
});
afterAll(() => site.close());

const file = (): string => join(site.home(), "data/audit.jsonl");

interface Line {
  readonly verb: string;
  readonly result: string;
  readonly release?: string;
}
const operations = async (...words: readonly string[]): Promise<readonly Line[]> =>
  ((await site.stead("audit", ...words)) as { readonly operations: readonly Line[] }).operations;

test("before the first up nothing was done, and a look leaves nothing", async () => {
  expect((await site.run("audit")).stdout).toBe("Nothing was done yet.\n");
  expect(existsSync(join(site.home(), "data"))).toBe(false);
});

/** Kamal's own scenario (its test "deploy, redeploy, rollback"): the audit shows version 1, 2, 1. */
test("kamal: up, a deploy and a rollback leave versions 1, 2 and 1 in the audit, with who and how long", async () => {
  await site.stead("up", "-d");
  site.write("public/index.html", "version 2");
  await site.stead("deploy");
  await site.stead("rollback");
  const lines = await operations();
  expect(lines.map(({ verb, result }) => `${verb} ${result}`)).toEqual(["up ok", "deploy ok", "rollback ok"]);
  const [first, second, third] = lines.map(({ release }) => release);
  expect(third).toBe(first);
  expect(second).not.toBe(first);
  expect((await site.run("audit")).stdout).toMatch(/ local +rollback +\S+@\S+ +[\d.]+ m?s +\S+ +done\n$/u);
  expect(statSync(file()).mode & 0o7777).toBe(0o600);
});

test("maintenance and run stand there too, a command by its program alone", async () => {
  await site.stead("maintenance", "on");
  await site.stead("maintenance", "off");
  await site.run("run", "--", "echo", "--password=hunter2");
  expect((await operations("-n", "3")).map(({ verb }) => verb)).toEqual([
    "maintenance on",
    "maintenance off",
    "run echo",
  ]);
  expect(readFileSync(file(), "utf8")).not.toContain("hunter2");
});

test("a line that a crash cut off is passed over, and an operation without an end is told as such", async () => {
  const line = { id: "1", verb: "deploy", by: "ada@laptop", since: new Date().toISOString(), as: "ada" };
  appendFileSync(file(), `${JSON.stringify(line)}\n{"id":"2","verb":"de\n`);
  expect((await operations()).at(-1)).toMatchObject({ verb: "deploy", result: "open" });
  expect((await site.run("audit", "-n", "1")).stdout).toContain("no end");
});

test("what a line says is shown, not obeyed", async () => {
  const since = new Date().toISOString();
  const line = { id: "3", verb: "up\u001b[2J", by: "ada\u001b]0;x\u0007", since, as: "", result: "ok" };
  appendFileSync(file(), `${JSON.stringify(line)}\n`);
  const { stdout } = await site.run("audit", "-n", "1");
  expect([stdout.includes("\u001b[2J"), stdout.includes("\u001b]0")]).toEqual([false, false]);
  expect(stdout).toContain("\\x1b]0;x");
});

test("the file has a bound: 1 MB, and the megabyte before it", async () => {
  writeFileSync(file(), `${readFileSync(file(), "utf8")}${`${"x".repeat(99)}\n`.repeat(11_000)}`);
  await site.stead("maintenance", "on");
  expect(statSync(file()).size).toBeLessThan(2000);
  expect(readdirSync(join(site.home(), "data")).filter((name) => name.startsWith("audit"))).toHaveLength(2);
  expect((await operations()).map(({ verb }) => verb)).toContain("rollback");
  await site.stead("maintenance", "off");
});

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verbs } from "../../src/cli/verbs.ts";
import { runStead } from "../setup/run-stead.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** The command line itself: what a user reads, and what a script gets. The site is never started here. */
let empty: string;
let site: SiteFolder;

beforeAll(async () => {
  empty = mkdtempSync(join(tmpdir(), "stead-cli-"));
  site = await makeSiteFolder({ domain: "foobar.com", app: { static: "." } });
});

afterAll(async () => {
  rmSync(empty, { recursive: true });
  await site.close();
});

test("the verbs are these, and no other", () => {
  expect(Object.keys(verbs).toSorted()).toEqual(
    "audit backup check completion console cron db deploy dns doctor down explain init lab logs mail maintenance notify patch plan releases remove restore rollback run secret status up".split(
      " ",
    ),
  );
});

test("--help of every verb reads as written in help.txt", async () => {
  const words = [[], ...Object.keys(verbs).map((name) => [name])];
  const texts: string[] = [];
  for (const word of words) {
    const { exitCode, stdout, stderr } = await runStead(empty, [...word, "--help"]);
    expect({ word, exitCode, stderr }).toEqual({ word, exitCode: 0, stderr: "" });
    texts.push(`$ stead ${[...word, "--help"].join(" ")}\n${stdout}`);
  }
  await expect(texts.join("\n")).toMatchFileSnapshot("help.txt");
  expect(texts.flatMap((text) => text.split("\n")).filter((line) => line.length > 80)).toEqual([]);
});

test("nothing typed is a question for help", async () => {
  const { exitCode, stdout } = await runStead(empty, []);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("stead VERB --help");
});

test.each([
  { words: ["stauts"], code: "USAGE", says: "Did you mean status?" },
  { words: ["up", "--detatch"], code: "USAGE", says: "Did you mean --detach?" },
  { words: ["down", "local", "now"], code: "USAGE", says: "too many arguments" },
  { words: ["maintenance"], code: "USAGE", says: "missing required argument" },
  { words: ["maintenance", "of"], code: "USAGE", says: 'takes "on" or "off", not "of"' },
  { words: ["logs", "--lines", "many"], code: "USAGE", says: 'is "many", which is not a whole number' },
  { words: ["mail", "shwo"], code: "USAGE", says: 'not "shwo"' },
  { words: ["mail", "-e", "production"], code: "USAGE", says: "servers catch no mail" },
  { words: ["explain", "app.helth"], code: "USAGE", says: "Did you mean app.health?" },
  { words: ["plan"], code: "SPEC_NOT_FOUND", says: "stead init" },
  { words: ["plan", "--config", "nowhere.ts"], code: "SPEC_NOT_FOUND", says: "nowhere.ts" },
])("stead $words is refused with 2, in words and in JSON", async ({ words, code, says }) => {
  const plain = await runStead(empty, words);
  expect(plain.exitCode).toBe(2);
  expect(plain.stdout).toBe("");
  expect(plain.stderr).toContain(says);
  expect(plain.stderr).toContain(`[${code}]`);
  const json = await runStead(empty, [...words, "--json"]);
  expect(json.exitCode).toBe(2);
  expect(json.stderr).toBe("");
  expect(JSON.parse(json.stdout)).toMatchObject({
    error: { code, faults: [{ code, mend: expect.stringMatching(/./) as string }] },
  });
});

test.each(["plan", "status", "releases", "check", "mail", "explain"])(
  "stead %s --json is one JSON value",
  async (verb) => {
    const { exitCode, stdout } = await site.run(verb, "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toBeTypeOf("object");
  },
);

test("doctor of a folder without a site ends with 1 and says what is missing, in JSON too", async () => {
  const plain = await runStead(empty, ["doctor"]);
  expect(plain.exitCode).toBe(1);
  expect(plain.stdout).toContain("1 thing is wrong.");
  const json = await runStead(empty, ["doctor", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ healthy: false });
});

test("verbs that need the running site say so, and how to start it", async () => {
  for (const words of [["deploy"], ["rollback"], ["maintenance", "on"]]) {
    const { exitCode, stderr } = await site.run(...words);
    expect({ words, exitCode }).toEqual({ words, exitCode: 1 });
    expect(stderr).toContain("[NOT_RUNNING]");
    expect(stderr).toContain("stead up");
  }
});

test("a pipe gets no colours, and a reader that stops early gets no stack trace", () => {
  const program = resolve(import.meta.dirname, "../../bin/stead.mjs");
  const { stdout, stderr } = spawnSync("bash", ["-c", `"${process.execPath}" "${program}" explain | head -n 1`], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^domain +required/);
  expect(stdout).not.toContain("\u001b");
});

test.each([
  ["run", "--", "echo", "--help"],
  ["run", "echo", "--help", "-x"],
])("what follows the command that is run belongs to it: %s %s %s %s", async (...words) => {
  const { stdout, stderr } = await site.run(...words);
  expect(stdout).toBe("");
  expect(stderr).toContain("[RELEASE_NOT_FOUND]");
});

const older = spawnSync("/usr/bin/node", ["--version"], { encoding: "utf8" }).stdout ?? "";

test.runIf(/^v(?:18|20|22)\./.test(older))(
  "an older Node hands over to the one that npm brought, and passes on its end",
  async () => {
    const program = resolve(import.meta.dirname, "../../bin/stead.mjs");
    const child = spawn("/usr/bin/node", [program, "stauts"], { cwd: empty, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (part: Buffer) => (said += part.toString()));
    const status = await new Promise((done) => child.once("close", done));
    expect(status).toBe(2);
    expect(said).toContain("Did you mean status?");
  },
);

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, type Answer } from "../setup/ask.ts";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

/** Files that a project may hold and a build tool may stumble over; in a repository without any commit, which is no fault. */
const odd = [
  "a b.txt",
  "-rf",
  "new\nline.txt",
  "q\"uo'te.txt",
  "per%20cent.txt",
  "$HOME.txt",
  "back\\slash.txt",
  "ünï😀.txt",
];

let trial: Trial;
let elsewhere: string;

beforeAll(async () => {
  elsewhere = mkdtempSync(join(tmpdir(), "stead-elsewhere-"));
  writeFileSync(join(elsewhere, "private.txt"), "nobody's business\n");
  trial = await openTrial("bare", { app: { static: "public" }, immutable: ["/**"] }, false);
  const nested = "public/nested";
  trial.write(Object.fromEntries([...odd.map((name) => [`public/${name}`, name]), [`${nested}/inner.txt`, "inner"]]));
  execFileSync("git", ["init", "--quiet", trial.folder]);
  execFileSync("git", ["init", "--quiet", join(trial.folder, nested)]);
  symlinkSync(join(elsewhere, "private.txt"), join(trial.folder, "public/leads-out.txt"));
  symlinkSync(elsewhere, join(trial.folder, "public/folder-out"));
  symlinkSync("a b.txt", join(trial.folder, "public/leads-in.txt"));
  symlinkSync("nowhere", join(trial.folder, "public/leads-nowhere.txt"));
  await trial.up();
});
afterAll(async () => {
  await trial.close();
  rmSync(elsewhere, { recursive: true });
});

const get = (name: string): Promise<Answer> => ask(trial.port, `/${encodeURIComponent(name)}`, { host: "localhost" });

test.each(odd)("%j is served, also after another deploy", async (name) => {
  expect(await get(name)).toMatchObject({ status: 200, body: name });
});

test("a clone inside of the project is part of it, as its files are", async () => {
  expect((await ask(trial.port, "/nested/inner.txt", { host: "localhost" })).body).toBe("inner");
});

test("a link is followed inside of the project; what lies outside is not published, and that is said", async () => {
  expect((await get("leads-in.txt")).body).toBe("a b.txt");
  for (const path of ["/leads-out.txt", "/folder-out/private.txt"])
    expect((await ask(trial.port, path, { host: "localhost" })).body).not.toContain("business");
  const said = trial.events.flatMap((event) => (event.kind === "note" ? [event.says] : []));
  expect(said).toContain("Not served: public/leads-out.txt leads out of the release.");
});

test("the next release links what stayed the same, whatever it is called", async () => {
  await trial.deploy();
  for (const name of odd) expect((await get(name)).body).toBe(name);
});

test("a repository above that ignores the whole folder is not asked", async () => {
  const above = mkdtempSync(join(tmpdir(), "stead-above-"));
  const inner = join(above, "site");
  mkdirSync(inner);
  chmodSync(above, 0o755);
  execFileSync("git", ["init", "--quiet", above]);
  writeFileSync(join(above, ".gitignore"), "*\n");
  const other = await openTrial("bare", {}, true, inner);
  expect(await other.get()).toMatch(/^edition/u);
  await other.close();
  rmSync(above, { recursive: true });
});

test("a static folder that is a link to somewhere else is refused", async () => {
  symlinkSync(elsewhere, join(trial.folder, "shared"));
  trial.wish({ app: { static: "shared" } });
  expect(await faultOf(trial.deploy())).toMatchObject({
    code: "RELEASE_BUILD_FAILED",
    where: "app.static",
    what: '"shared" is a link that leads out of the release.',
  });
  trial.wish({ app: { static: "public" } });
});

test("another repository's variables, as a hook of it has them, do not count", async () => {
  process.env["GIT_DIR"] = join(elsewhere, "hook.git");
  try {
    expect((await trial.deploy()).release).toHaveProperty("dirty", true);
  } finally {
    delete process.env["GIT_DIR"];
  }
});

test("a repository that git cannot read is refused: what it ignores would be released", async () => {
  renameSync(join(trial.folder, ".git/HEAD"), join(trial.folder, ".git/HEAD.lost"));
  expect(await faultOf(trial.deploy())).toMatchObject({
    code: "RELEASE_BUILD_FAILED",
    where: trial.folder,
    what: expect.stringContaining("git cannot tell"),
    lines: [expect.stringContaining("not a git repository")],
  });
  renameSync(join(trial.folder, ".git/HEAD.lost"), join(trial.folder, ".git/HEAD"));
});

test.each(["with git", "without"])("a name that is no UTF-8 is told, %s", async (how) => {
  if (how === "without") rmSync(join(trial.folder, ".git"), { recursive: true });
  const name = Buffer.concat([Buffer.from(join(trial.folder, "bad")), Buffer.from([0xff])]);
  writeFileSync(name, "");
  const fault = await faultOf(trial.deploy());
  rmSync(name);
  expect(fault).toMatchObject({ code: "RELEASE_BUILD_FAILED", where: join(trial.folder, "bad\u{fffd}") });
  mkdirSync(join(trial.folder, "empty"), { recursive: true });
  await trial.deploy();
});

import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

/** One site that serves; each test deploys something bad over it and sees that nobody noticed. */
let trial: Trial;
let before: { readonly page: string; readonly processes: readonly string[]; readonly releases: unknown };

const now = async () => ({
  page: (await trial.get()).replace(/process \d+/u, ""),
  processes: await trial.processes(),
  releases: await trial.releases(),
});

beforeAll(async () => {
  trial = await openTrial("bare");
  before = await now();
});
afterAll(() => trial.close());
beforeEach(() => {
  trial.become("bare");
  trial.wish({});
});

/** Deploys what must fail, and sees that the old release serves on with nothing left of the new one. */
const failing = async (): Promise<Awaited<ReturnType<typeof faultOf>>> => {
  const fault = await faultOf(trial.deploy());
  expect(await now()).toEqual(before);
  return fault;
};

test("a build that fails: its command, status and last lines", async () => {
  trial.wish({ app: { build: "echo compiling; echo 'line 7: oh no' >&2; exit 3" } });
  const fault = await failing();
  expect(fault).toMatchObject({ code: "RELEASE_BUILD_FAILED", where: "app.build" });
  expect(fault.what).toContain("exit status 3");
  expect([...(fault.lines ?? [])].sort()).toEqual(["compiling", "line 7: oh no"]);
});

test("a static folder that is not there", async () => {
  trial.wish({ app: { static: "public" } });
  expect(await failing()).toMatchObject({ code: "RELEASE_BUILD_FAILED", where: "app.static" });
});

test("a migration that fails", async () => {
  trial.wish({ app: { migrate: "echo table exists; exit 1" } });
  const fault = await failing();
  expect(fault).toMatchObject({ code: "RELEASE_MIGRATE_FAILED", lines: ["table exists"] });
  expect(fault.mend).toContain("The old release serves on.");
});

test.each([
  ["build", "RELEASE_BUILD_FAILED"],
  ["migrate", "RELEASE_MIGRATE_FAILED"],
])("a first release whose %s fails claims no release before it", async (step, code) => {
  const first = await openTrial("bare", { app: { [step]: "exit 3" } }, false);
  try {
    const fault = await faultOf(first.up());
    expect(fault.code).toBe(code);
    expect(`${fault.what} ${fault.mend}`).not.toMatch(/old|serves on/u);
  } finally {
    await first.close();
  }
});

test("an application that never listens", async () => {
  trial.become("never-listens");
  trial.wish({ app: { startTimeout: 1 } });
  const fault = await failing();
  expect(fault).toMatchObject({ code: "RELEASE_NOT_LISTENING", lines: ["thinking about it"] });
});

test("one that listens on a port of its own: the port and the line to change", async () => {
  trial.become("listens-elsewhere");
  trial.wish({ app: { startTimeout: 1 } });
  const fault = await failing();
  const port = /port (\d+)/u.exec(fault.lines?.join("\n") ?? "")?.[1];
  expect(fault.code).toBe("RELEASE_LISTENS_ELSEWHERE");
  expect(fault.what).toContain(`127.0.0.1:${port}`);
  expect(fault.mend).toContain("listen(process.env.PORT)");
  expect(fault.mend).toContain("port: true");
});

test("one that crashes at once, long before the start timeout", async () => {
  trial.become("crashes-at-once");
  trial.wish({ app: { startTimeout: 30 } });
  const began = Date.now();
  const fault = await failing();
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(fault.code).toBe("RELEASE_CRASHED");
  expect(fault.lines?.join("\n")).toContain("no settings today");
});

test("one whose health is not 200: status and body", async () => {
  trial.become("unhealthy");
  trial.wish({ app: { startTimeout: 1 } });
  const fault = await failing();
  expect(fault.code).toBe("RELEASE_UNHEALTHY");
  expect(fault.what).toContain("503");
  expect(fault.what).toContain("the database is gone");
});

test("one that crashes after the switch is switched back", async () => {
  trial.become("crashes-later");
  trial.wish({ app: { watch: 4 } });
  const fault = await failing();
  expect(fault.code).toBe("RELEASE_CRASHED");
  expect(fault.lines?.join("\n")).toContain("the cache ran over");
});

test("one that turns unhealthy after the switch is switched back", async () => {
  trial.become("turns-unhealthy");
  trial.wish({ app: { watch: 8 } });
  const fault = await failing();
  expect(fault.code).toBe("RELEASE_UNHEALTHY");
  expect(fault.what).toContain("after the switch");
});

test("a crashing worker fails the whole release: web does not switch either", async () => {
  trial.write({ "edition.txt": "two" });
  trial.wish({ workers: { queue: { run: "echo no queue; exit 1" } } });
  const fault = await failing();
  expect(fault.code).toBe("RELEASE_CRASHED");
  expect(fault.where).toContain("worker-queue@");
  expect(fault.lines?.join("\n")).toContain("no queue");
});

test("a lock file that lacks a dependency: npm's cause, not its usage", async () => {
  const dependencies = { "is-number": "7.0.0" };
  trial.write({
    "package.json": JSON.stringify({ name: "bare", version: "1.0.0", dependencies }),
    "package-lock.json": JSON.stringify({ name: "bare", version: "1.0.0", lockfileVersion: 3, packages: {} }),
  });
  const fault = await failing();
  for (const name of ["package.json", "package-lock.json"]) rmSync(join(trial.folder, name));
  expect(fault).toMatchObject({ code: "RELEASE_BUILD_FAILED", where: "package.json" });
  expect(fault.lines?.at(-1)).toContain("Missing: is-number@7.0.0 from lock file");
});

test("one that listens late is waited for", async () => {
  trial.become("listens-late");
  await trial.deploy();
  expect(await trial.get()).toBe("late, but here\n");
});

import { request } from "node:http";
import { readdirSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

let trial: Trial;
beforeAll(async () => {
  trial = await openTrial("bare", { app: { instances: 2 } });
});
afterAll(() => trial.close());

const edition = async (): Promise<string> => /edition (\S+)/u.exec(await trial.get())?.[1] ?? "";

test("a deploy shows what changed, a rollback takes it back, and each says which release serves", async () => {
  trial.write({ "edition.txt": "two" });
  const { release } = await trial.deploy();
  expect(await edition()).toBe("two");
  expect(await trial.releases()).toMatchObject([{ id: release.id, serving: true }, { serving: false }]);

  await trial.rollback();
  expect(await edition()).toBe("one");
  await trial.rollback();
  expect(await edition()).toBe("two");
  await trial.rollback((await trial.releases()).at(-1)?.id);
  expect(await edition()).toBe("one");
});

test("what Node compiled of a release is kept with it, where only the application's account may write", async () => {
  const { release } = await trial.deploy();
  await trial.rollback();
  const [host] = (await trial.site()).hosts.values();
  if (host === undefined) throw new Error("A site has a host.");
  const compiled = join(host.where.home, "releases", release.id, "compiled");
  const files = readdirSync(compiled, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files).not.toEqual([]);
  const account = host.where.account ?? userInfo().username;
  expect((await host.files.look([compiled])).get(compiled)).toMatchObject({ kind: "folder", mode: 0o700, account });
});

test("a release that is not kept is not found, with those that are", async () => {
  const fault = await faultOf(trial.rollback("20200101-000000-000000"));
  expect(fault.code).toBe("RELEASE_NOT_FOUND");
  for (const { id } of await trial.releases()) expect(fault.mend).toContain(id);
});

test("the same content may be deployed again, and it is said", async () => {
  await trial.deploy();
  const { release } = await trial.deploy();
  expect(release.remarks.join()).toContain("Its content is that of");
});

test("a deploy tells of changes in stead.config.ts that are not its own to make", async () => {
  trial.wish({ app: { instances: 2 }, headers: { "X-Mood": "good" } });
  const { release } = await trial.deploy();
  expect(release.remarks.join()).toMatch(/other changes? of stead.config.ts waits? for `stead up`/u);
  await trial.up();
  expect((await trial.deploy()).release.remarks.join()).not.toContain("stead up");
  trial.wish({ app: { instances: 2 } });
  await trial.up();
});

test("a request that spans the switch is answered by the release that took it", async () => {
  trial.write({ "edition.txt": "three" });
  const slow = trial.get("/?wait=2500");
  await trial.deploy();
  expect(await slow).toContain("edition two");
  expect(await edition()).toBe("three");
});

test("the settings of instances change without a build and without a gap", async () => {
  const [before] = await trial.releases();
  let failed = 0;
  const asking = setInterval(() => void trial.get().catch(() => (failed += 1)), 20);
  trial.wish({ app: { instances: 3, env: { MOOD: "good" } } });
  const { changes } = await trial.up();
  clearInterval(asking);
  expect(changes.map(({ id }) => id)).toContain("local/instances:app");
  expect((await trial.releases())[0]?.id).toBe(before?.id);
  expect(await trial.processes()).toHaveLength(3);
  expect(failed).toBe(0);
  expect((await trial.up()).changes).toEqual([]);
});

test("after a reboot, up starts the release that served, without building it", async () => {
  const [serving] = await trial.releases();
  const site = await trial.site();
  for (const host of site.hosts.values()) {
    await host.units.stopAll();
    rmSync(host.where.run, { recursive: true });
  }
  trial.write({ "edition.txt": "not deployed" });
  await trial.up();
  expect(await edition()).toBe("three");
  expect(await trial.releases()).toContainEqual({ ...serving, serving: true });
});

test("five releases are kept", async () => {
  for (const name of ["a", "b", "c", "d"]) {
    trial.write({ "edition.txt": name });
    await trial.deploy();
  }
  const kept = await trial.releases();
  expect(kept).toHaveLength(5);
  expect(kept[0]?.serving).toBe(true);
  expect(await trial.processes()).toHaveLength(3);
});

test("an instance that ignores SIGTERM is killed, and the next release serves", async () => {
  trial.become("ignores-sigterm");
  await trial.deploy();
  trial.become("bare");
  trial.write({ "edition.txt": "after the stubborn one" });
  await trial.deploy();
  expect(await edition()).toBe("after");
  expect(await trial.processes()).toHaveLength(3);
});

test("a connection that stays open delays the drain by `drain` seconds at most", async () => {
  trial.wish({ app: { instances: 2, drain: 1 } });
  const stream = request({ host: "127.0.0.1", port: trial.port, path: "/?wait=60000", headers: { host: "localhost" } });
  stream.on("error", () => undefined).end();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = Date.now();
  await trial.deploy();
  expect(Date.now() - began).toBeGreaterThan(1000);
  expect(Date.now() - began).toBeLessThan(8000);
  stream.destroy();
});

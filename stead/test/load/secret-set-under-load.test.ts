import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sayReport } from "../../src/load/report.ts";
import { mixed, openLoadable, type Loadable } from "./loadable.ts";

const CHANGES = 5;

/** Requests in a second: what this machine's two cores bear beside the starts of instances. */
const RATE = 300;

let site: Loadable;

/** Every page tells the value that its instance was given. */
beforeAll(async () => {
  site = await openLoadable(2);
  change("server.js", "edition ${edition}", "edition ${process.env.KEY}");
  change("stead.config.ts", 'health: "/health",', 'health: "/health", secrets: ["KEY"],');
  await site.feed("value-0", "secret", "set", "KEY");
  await site.stead("deploy");
  expect(await site.edition()).toBe("value-0");
});
afterAll(() => site.close());

const change = (file: string, from: string, to: string): void => {
  const path = join(site.folder, file);
  const before = readFileSync(path, "utf8");
  expect(before).toContain(from);
  writeFileSync(path, before.replace(from, to));
};

test("negative control: the same load over a plain restart loses requests", async () => {
  const load = site.load(mixed, RATE);
  await seconds(1);
  for (const pid of (await site.instances()).values()) process.kill(pid, "SIGTERM");
  await seconds(4);
  const report = await load.stop();
  expect(report.failed, sayReport(report)).toBeGreaterThan(0);
});

/** Complaint 5 of the peers' users: a deploy loses nothing there, and a change of the environment does (Dokploy/dokploy#2109). */
test("dokploy#2109: another value of a secret is as gapless as a deploy, five times in a row under load", async () => {
  const load = site.load(mixed, RATE);
  for (let round = 1; round <= CHANGES; round += 1) {
    await site.feed(`value-${round}`, "secret", "set", "KEY");
    expect(await site.edition()).toBe(`value-${round}`);
  }
  await seconds(1);
  const report = await load.stop();
  console.log(sayReport(report));
  expect(report, sayReport(report)).toMatchObject({ failed: 0, unknown: 0 });
  expect(report.total).toBeGreaterThan(3000);
  expect(report.resent).toBeLessThanOrEqual(report.total / 1000);
});

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

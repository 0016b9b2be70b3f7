import { afterAll, beforeAll, expect, test } from "vitest";
import { sayReport, type LoadReport } from "../../src/load/report.ts";
import { countOf, prove } from "../proof/prove.ts";
import { mixed, openLoadable, type Loadable } from "./loadable.ts";

const DEPLOYS = 10;
const ROLLBACKS = 2;

/** Requests in a second: what this machine's two cores bear beside the builds. */
const RATE = 400;

let site: Loadable;
let control: LoadReport;
beforeAll(async () => (site = await openLoadable(2)));
afterAll(() => site.close());

test("negative control: the same load over a plain restart loses requests", async () => {
  const load = site.load(mixed, RATE);
  await seconds(1);
  for (const pid of (await site.instances()).values()) process.kill(pid, "SIGTERM");
  await seconds(4);
  control = await load.stop();
  expect(control.failed, sayReport(control)).toBeGreaterThan(0);
});

test("ten deploys and two rollbacks in a row under load lose nothing", async () => {
  const wanted = countOf("deploys-under-load");
  const load = site.load(mixed, RATE);
  for (let round = 1; round <= DEPLOYS; round++) {
    site.edit(`deploy-${round}`);
    await site.stead("deploy");
    expect(await site.edition()).toBe(`deploy-${round}`);
  }
  for (let round = 1; round <= ROLLBACKS; round++) {
    const before = await site.edition();
    await site.stead("rollback");
    expect(await site.edition()).not.toBe(before);
  }
  while (load.sent() < wanted) await seconds(0.1);

  const report = await load.stop();
  expect(report, sayReport(report)).toMatchObject({ failed: 0, unknown: 0 });
  expect(report.total).toBeGreaterThanOrEqual(wanted);
  expect(report.resent).toBeLessThanOrEqual(report.total / 1000);
  console.log(`${sayReport(report)}\ncontrol: ${sayReport(control)}`);
  prove("deploys-under-load", report.total, verdict(report));
});

const verdict = (report: LoadReport): string =>
  `${report.failed} failed, ${report.unknown} unknown, ${report.resent} resent; control: ${control.failed} failed`;

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

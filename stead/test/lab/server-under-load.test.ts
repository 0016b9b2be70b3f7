import { spawnSync } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sayReport, type LoadReport } from "../../src/load/report.ts";
import { proofCases } from "../proof/cases.ts";
import { countOf, prove } from "../proof/prove.ts";
import { labWorks } from "../setup/lab-works.ts";
import { applicationFolder } from "../setup/run-stead.ts";
import { CERTIFICATE, LATER } from "./renewal.ts";
import { makeServerSite, type ServerSite } from "./server-site.ts";

const CASE = "server-under-load";
const wanted = countOf(CASE);
const inFull = wanted === proofCases[CASE].full;
/** Of each kind of change. */
const [DEPLOYS, ROLLBACKS, RENEWALS] = inFull ? [10, 2, 3] : [2, 1, 1];

/** Requests in a second: what two cores bear, that also are the server, and build its releases. */
const RATE = inFull ? 100 : 50;

const STEAD = resolve(import.meta.dirname, "../../bin/stead.mjs");
const PROGRAM = join(import.meta.dirname, "load-program.ts");

/** In order: the second needs what the first brought up. */
describe.skipIf(!labWorks)("a server under load", () => {
  let site: ServerSite;
  let control: LoadReport;
  /** What was done when, and when requests were lost: shown when that is not what it should be. */
  const story: string[] = [];
  const well = (...words: readonly string[]): Promise<string> => {
    story.push(`${new Date().toISOString()} stead ${words.join(" ")}`);
    return site.well(...words);
  };
  const settings = (more: object = {}): object => ({
    app: {
      start: "node loadable.mjs",
      health: "/health",
      migrate: "node migrate.mjs",
      watch: 2,
      drain: 10,
      secrets: ["TOKEN"],
    },
    cron: { tidy: { run: "true", at: "*/5 * * * *" } },
    ...more,
  });

  const rotate = (value: string): void => {
    story.push(`${new Date().toISOString()} stead secret set`);
    const words = ["secret", "set", "TOKEN", "production", "--lab"];
    const { status, stderr } = spawnSync(process.execPath, [STEAD, ...words], { cwd: site.folder, input: value });
    expect(status, stderr.toString()).toBe(0);
  };

  /** Load until `work` has ended and there were so many requests. */
  const under = async (requests: number, work: () => Promise<void>): Promise<LoadReport> => {
    const stop = `${site.folder}-stop`;
    const words = [
      "lab",
      "run",
      "--trust",
      "--",
      process.execPath,
      PROGRAM,
      "203.0.113.7",
      "www.foobar.com",
      String(RATE),
      stop,
    ];
    const loading = site.stead(...words).finally(() => rmSync(stop, { force: true }));
    try {
      await sleep(1500);
      await work();
      await sleep(1000);
    } finally {
      writeFileSync(stop, String(requests));
    }
    const { stdout, stderr } = await loading;
    expect(stdout, stderr).not.toBe("");
    story.push(stderr);
    return JSON.parse(stdout) as LoadReport;
  };

  beforeAll(async () => {
    site = await makeServerSite(12, { settings: settings() });
    cpSync(join(applicationFolder("loadable"), "server.js"), join(site.folder, "loadable.mjs"));
    site.edit("first");
    rotate("one");
    await site.well("up", "production", "--yes");
  });
  afterAll(() => site.close());

  test("negative control: the same load over a plain restart loses requests", async () => {
    control = await under(600, async () => {
      await site.on("systemctl restart 'stead-foobar.com-app@*'");
    });
    expect(control.failed + control.unknown, sayReport(control)).toBeGreaterThan(0);
  });

  test("deploys, rollbacks, renewals, another secret, a reload of nginx and another cron job lose nothing", async () => {
    const report = await under(wanted, async () => {
      for (let round = 1; round <= DEPLOYS; round += 1) {
        site.edit(`deploy-${round}`);
        await well("deploy", "production");
        expect(site.page().text).toContain(`edition deploy-${round}<`);
      }
      for (let round = 1; round <= ROLLBACKS; round += 1) {
        const before = site.page().text;
        await well("rollback", "production");
        expect(site.page().text).not.toBe(before);
      }
      for (let round = 1; round <= RENEWALS; round += 1)
        expect(await site.on(`${LATER} ${CERTIFICATE} renew; echo $?`)).toBe("0");
      rotate("two");
      expect(await well("run", "--lab", "production", "printenv", "TOKEN")).toBe("two\n");
      site.write({ settings: settings({ headers: { "X-Frame-Options": "DENY" } }) });
      expect(await well("up", "production", "--yes", "--dirty")).toMatch(/✔ Reload nginx/u);
      site.write({ settings: settings({ cron: { tidy: { run: "echo anew", at: "0 4 * * *" } } }) });
      await well("up", "production", "--yes", "--dirty");
      await well("cron", "run", "tidy", "production");
      expect(await well("cron", "list", "production")).toContain("0 4 * * *");
    });
    story.push(sayReport(report));
    expect(report, story.join("\n")).toMatchObject({ failed: 0, unknown: 0 });
    expect(report.total).toBeGreaterThanOrEqual(wanted);
    expect(report.resent).toBeLessThanOrEqual(report.total / 1000);
    console.log(`${sayReport(report)}\ncontrol: ${sayReport(control)}`);
    prove(
      CASE,
      report.total,
      `${report.failed} failed, ${report.unknown} unknown, ${report.resent} resent; control: ${control.failed + control.unknown} lost`,
    );
  });
});

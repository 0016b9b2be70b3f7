import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { UnitStatus } from "../../../src/state/observations.ts";
import { plain } from "../../contracts/programs.ts";
import { until } from "../../contracts/waiting.ts";
import { openUnitLab, type LabServer, type UnitLab } from "./bench.ts";
import { labWorks } from "../../setup/lab-works.ts";

describe.skipIf(!labWorks)("jobs over systemd", () => {
  let lab: UnitLab;
  beforeAll(async () => {
    lab = await openUnitLab();
  });
  afterAll(() => lab.close());

  describe.each(["debian12", "debian13"] as const)("%s", (name) => {
    const at = (): LabServer => lab.hosts[name];
    const units = () => at().units;
    afterEach(() => units().stopAll());

    const statusOf = async (unit: string): Promise<UnitStatus> => {
      const found = (await units().status()).find((status) => status.name === unit);
      if (!found) throw new Error(`${unit} is not known`);
      return found;
    };

    const EACH_SECOND = "* * * * * *";
    type Overlap = "skip" | "wait" | "kill";
    const job = (seconds: number, overlap: Overlap, timeout = 60) =>
      plain("cron-job@1", ["/bin/sh", "-c", `echo begin; sleep ${seconds}; echo end`], {
        restart: "never",
        schedule: { at: EACH_SECOND, timeout, overlap },
      });
    const from = (): Promise<string> => at().sh("date +%s.%N");
    const notes = async (since: string): Promise<readonly string[]> =>
      (await at().sh(`journalctl -q -o cat --since=@${since} _SYSTEMD_UNIT=stead-foobar.com-cron-job@1.service`)).split(
        "\n",
      );

    test("run at their times, one at a time, and their last result is kept", async () => {
      const since = await from();
      await units().start(job(2.3, "skip"));
      expect((await statusOf("cron-job@1")).next).toBeGreaterThan(Date.now() - 5000);
      await until(async () => (await notes(since)).length >= 3, 12);
      expect((await notes(since)).slice(0, 3)).toEqual(["begin", "end", "begin"]);
      // Also while the next run goes on.
      expect((await statusOf("cron-job@1")).lastRun).toMatchObject({ result: "exit status 0" });
      await units().stop("cron-job@1");
      await units().start(job(0, "skip"));
      const { lastRun } = await until(async () => {
        const status = await statusOf("cron-job@1");
        return status.lastRun && status;
      });
      expect(lastRun).toMatchObject({ result: "exit status 0" });
    });

    test("kill: the older run makes room", async () => {
      const since = await from();
      await units().start(job(30, "kill"));
      await until(async () => (await notes(since)).filter((line) => line === "begin").length >= 2, 12);
      expect(await notes(since)).not.toContain("end");
      expect((await statusOf("cron-job@1")).lastRun).toMatchObject({ result: "signal SIGTERM" });
    });

    test("wait: the next run begins once the last has ended", async () => {
      const since = await from();
      await units().start(job(1.6, "wait"));
      await until(async () => (await notes(since)).length >= 5, 15);
      expect((await notes(since)).slice(0, 5)).toEqual(["begin", "end", "begin", "end", "begin"]);
    });

    test("what takes too long is cut off; a run can be asked for", async () => {
      await units().start({ ...job(30, "skip", 1), schedule: { at: "0 0 1 1 *", timeout: 1, overlap: "skip" } });
      expect(await statusOf("cron-job@1")).toMatchObject({ state: "waiting" });
      await units().runNow("cron-job@1");
      const { lastRun } = await until(async () => {
        const status = await statusOf("cron-job@1");
        return status.lastRun && status;
      });
      expect(lastRun?.result).toBe("cut off after 1 s");
      expect(lastRun?.seconds).toBeLessThan(3);
    });
  });
});

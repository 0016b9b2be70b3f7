import { afterEach, expect, test } from "vitest";
import { sayReport, type LoadReport } from "../../src/load/report.ts";
import { countOf, prove } from "../proof/prove.ts";
import { openLoadable, readers, type Loadable } from "./loadable.ts";

const RATE = 300;

let site: Loadable | undefined;
afterEach(() => site?.close());

/** Seconds between two kills: a slow page that the first one cut must have been answered by the other instance meanwhile. */
const PAUSE = 5;

/** Kills one instance after the other, each time the dead one is back, until `requests` were sent. */
const killUnderLoad = async (instances: number, requests: number): Promise<LoadReport> => {
  site = await openLoadable(instances);
  const load = site.load(readers, RATE);
  let killed = 0;
  while (load.sent() < requests || killed === 0) {
    await seconds(PAUSE);
    const running = [...(await site.instances()).values()];
    const victim = running[killed % instances];
    if (running.length < instances || victim === undefined) continue; // the last one is not back yet
    process.kill(victim, "SIGKILL");
    killed += 1;
  }
  await seconds(PAUSE);
  expect(killed).toBeGreaterThan(0);
  return load.stop();
};

test("an instance killed with SIGKILL under GET load loses nothing; a single one does", async () => {
  const report = await killUnderLoad(2, countOf("instance-killed-under-load"));
  await site?.close();
  const control = await killUnderLoad(1, 600);
  expect(report, sayReport(report)).toMatchObject({ failed: 0, unknown: 0 });
  expect(control.failed, sayReport(control)).toBeGreaterThan(0);
  console.log(`${sayReport(report)}\ncontrol: ${sayReport(control)}`);
  const verdict = `${report.failed} failed, ${report.resent} resent; control (one instance): ${control.failed} failed`;
  prove("instance-killed-under-load", report.total, verdict);
});

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

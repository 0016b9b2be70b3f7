import { appendFileSync, chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { keepAsking } from "../../setup/keep-asking.ts";
import { withRunningSite } from "../../setup/running-site.ts";
import { standing } from "../../setup/standing.ts";

/** The control of all the others here: what they watch is seen when it happens. */
const site = withRunningSite({ spec: { domain: "foobar.com", app: { static: "." } } });

test("a byte, a mode and a new file are seen, in the site's folder and in its state", () => {
  const before = standing(site());
  expect(Object.keys(before.files).length).toBeGreaterThan(50);
  for (const file of [join(site().home(), "etc/nginx/site.conf"), join(site().folder, "index.html")]) {
    const text = readFileSync(file);
    appendFileSync(file, " ");
    expect(standing(site())).not.toEqual(before);
    writeFileSync(file, text);
    chmodSync(file, 0o600);
    expect(standing(site())).not.toEqual(before);
    chmodSync(file, 0o644);
    expect(standing(site())).toEqual(before);
    writeFileSync(`${file}.new`, "");
    expect(standing(site())).not.toEqual(before);
    rmSync(`${file}.new`);
  }
});

test("a process that was killed and came again is seen, and so are the visitors whom it failed", async () => {
  const before = standing(site());
  const asking = keepAsking(site().http);
  const { nginx = 0, knot = 0 } = await site().pids();
  expect(Object.keys(before.processes)).toEqual(["knot.json", "nginx.json"]);
  process.kill(knot, "SIGKILL");
  // Without its master no worker takes new connections for long: the supervisor ends them and starts another.
  process.kill(nginx, "SIGKILL");
  await expect.poll(async () => (await site().get()).status).toBe(200);
  await sleep(1000);
  const after = standing(site());
  for (const unit of ["knot.json", "nginx.json"]) expect(after.processes[unit]).not.toBe(before.processes[unit]);
  expect((await asking.stop()).failed.length).toBeGreaterThan(0);
});

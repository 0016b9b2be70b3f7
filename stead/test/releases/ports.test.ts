import { afterAll, beforeAll, expect, test } from "vitest";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

let trial: Trial;
const app = { port: true, watch: 1 };
beforeAll(async () => (trial = await openTrial("takes-a-number", { app })));
afterAll(() => trial.close());

const edition = async (): Promise<string> => /edition (\S+)/u.exec(await trial.get())?.[1] ?? "";

test("an application that takes a number is served, released and rolled back, and a slow request survives it", async () => {
  expect(await edition()).toBe("one");
  trial.write({ "edition.txt": "two" });
  const slow = trial.get("/?wait=3000");
  await trial.deploy();
  expect(await edition()).toBe("two");
  expect(await slow).toContain("edition one");
  await trial.rollback();
  expect(await edition()).toBe("one");
  expect(await trial.processes()).toHaveLength(2);
});

test("not one request is lost while it is switched", async () => {
  const failed: string[] = [];
  let asked = 0;
  const asking = setInterval(() => {
    asked += 1;
    trial.get().then(
      (page) => page.startsWith("edition") || failed.push(page),
      (fault: unknown) => failed.push(String(fault)),
    );
  }, 10);
  trial.write({ "edition.txt": "three" });
  await trial.deploy();
  clearInterval(asking);
  expect(await edition()).toBe("three");
  expect(asked).toBeGreaterThan(50);
  expect(failed).toEqual([]);
});

test("one that crashes after the switch is switched back, to the old ports", async () => {
  trial.write({ "server.mjs": numbered });
  expect((await faultOf(trial.deploy())).code).toBe("RELEASE_CRASHED");
  expect(await edition()).toBe("three");
  trial.become("takes-a-number");
});

/** Healthy, and says the same, until it crashes after the switch. */
const numbered = `
import { createServer } from "node:http";
createServer((_, response) => response.end("edition fine\\n")).listen(Number(process.env.PORT), "127.0.0.1");
setTimeout(() => process.exit(1), 700);
`;

test("after a reboot it is served from its new ports", async () => {
  const site = await trial.site();
  for (const host of site.hosts.values()) await host.units.stopAll();
  await trial.up();
  expect(await edition()).toBe("three");
  expect((await trial.up()).changes).toEqual([]);
});

test("one that listens on another port than PORT: the port, and the line to change", async () => {
  trial.become("listens-elsewhere");
  trial.wish({ app: { ...app, startTimeout: 1 } });
  const fault = await faultOf(trial.deploy());
  expect(fault.code).toBe("RELEASE_LISTENS_ELSEWHERE");
  expect(fault.mend).toContain("Number(process.env.PORT)");
});

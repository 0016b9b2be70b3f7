import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { faultOf, openTrial, type Trial } from "./open-trial.ts";

/** Ctrl-C during each step of a deploy. */
let trial: Trial;
beforeAll(async () => (trial = await openTrial("bare", { app: { watch: 5 } })));
afterAll(() => trial.close());
beforeEach(() => {
  trial.become("bare");
  trial.write({ "edition.txt": "one" });
  trial.wish({ app: { watch: 5 } });
});

const edition = async (): Promise<string> => /edition (\S+)/u.exec(await trial.get())?.[1] ?? "";

/** Interrupts a deploy as soon as a step has begun (and a little later), and sees what is left. */
const interruptedAt = async (step: string): Promise<number> => {
  const before = { releases: await trial.releases(), processes: await trial.processes() };
  trial.events.splice(0);
  const deploying = faultOf(trial.deploy());
  while (!trial.events.some((event) => event.kind === "begin" && event.step === step)) await seconds(0.02);
  await seconds(0.3);
  const began = Date.now();
  trial.interrupt();
  expect((await deploying).code).toBe("INTERRUPTED");
  const took = (Date.now() - began) / 1000;
  expect(await edition()).toBe("one");
  expect({ releases: await trial.releases(), processes: await trial.processes() }).toEqual(before);
  return took;
};

test("while it builds", async () => {
  trial.wish({ app: { build: "sleep 20" } });
  expect(await interruptedAt("build")).toBeLessThan(3);
});

test("while it migrates", async () => {
  trial.wish({ app: { migrate: "sleep 20" } });
  expect(await interruptedAt("migrate")).toBeLessThan(3);
});

test("while instances start", async () => {
  trial.become("never-listens");
  trial.wish({ app: { startTimeout: 30 } });
  expect(await interruptedAt("start")).toBeLessThan(3);
});

test("while it is watched: the old release serves again", async () => {
  trial.write({ "edition.txt": "two" });
  expect(await interruptedAt("watch")).toBeLessThan(3);
});

test("while the old one drains: the new one serves, and nothing of the old is left", async () => {
  trial.wish({ app: { watch: 0, drain: 30 } });
  trial.write({ "edition.txt": "two" });
  const slow = trial.get("/?wait=20000").catch(() => "cut");
  await seconds(0.2);
  const deploying = trial.deploy();
  while (!trial.events.some((event) => event.kind === "begin" && event.step === "drain")) await seconds(0.02);
  await seconds(0.3);
  trial.interrupt();
  const { release } = await deploying;
  expect(await edition()).toBe("two");
  expect((await trial.processes()).every((name) => name.includes(release.id))).toBe(true);
  await slow;
});

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

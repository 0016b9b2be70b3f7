import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { openTrial, type Trial } from "./open-trial.ts";

/** More fingerprinted files than an argument list holds, each with its compressed forms. */
const COUNT = 1500;
const nameOf = (index: number): string => `assets/a-name-that-is-long-enough-to-count-in-an-argument-list-${index}.js`;

let trial: Trial;

beforeAll(async () => {
  trial = await openTrial("bare", { app: { static: "public" }, immutable: ["/assets/*"] }, false);
  const files = Array.from({ length: COUNT }, (_, index) => [`public/${nameOf(index)}`, `say(${index});`.repeat(50)]);
  trial.write(Object.fromEntries(files) as Record<string, string>);
  await trial.up();
});
afterAll(() => trial.close());

const get = (index: number): Promise<string> =>
  ask(trial.port, `/${nameOf(index)}`, { host: "localhost" }).then(({ body }) => body);

test("those of the release before stay reachable, the first and the last of them, until it is forgotten", async () => {
  rmSync(join(trial.folder, "public"), { recursive: true });
  trial.write({ "public/assets/new.js": "new" });
  for (let round = 0; round < 4; round += 1) {
    await trial.deploy();
    for (const index of [0, COUNT - 1]) expect(await get(index)).toContain(`say(${index})`);
  }
  await trial.deploy();
  for (const index of [0, COUNT - 1]) expect(await get(index)).toMatch(/^edition/u);
});

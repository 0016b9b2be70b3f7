import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { layCandidate, makeFolder } from "../setup/site-on-disk.ts";
import { verify } from "../setup/start-unit.ts";
import { goldenFiles, openScenario, scenarioNames } from "./scenario.ts";

/** What a scenario begins with. */
const given = ["spec.json", "facts.json", "own.conf"];

test("the scenarios are there", () => {
  expect(scenarioNames.length).toBeGreaterThanOrEqual(7);
});

describe.each(scenarioNames)("%s", (name) => {
  const scenario = openScenario(name);
  const files = goldenFiles(scenario);

  test.each([...files.keys()])("%s", async (path) => {
    await expect(files.get(path)).toMatchFileSnapshot(join(scenario.folder, path));
  });

  test("nothing else is left in its folder", () => {
    const there = readdirSync(scenario.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !given.includes(entry.name))
      .map((entry) => relative(scenario.folder, join(entry.parentPath, entry.name)));
    expect(there.toSorted()).toEqual([...files.keys()].toSorted());
  });

  const units = [...scenario.desired.values()].flat().filter((value) => value.kind === "unit" && value.verify !== undefined);

  const isRoot = process.getuid?.() === 0;
  // nginx wants to listen while it tries, and below 1024 that takes a power of root's.
  const triable = units.filter((unit) => unit.kind === "unit" && (isRoot || unit.verify?.asRoot !== true));

  test.each(triable.map((unit) => [unit.id, unit] as const))("%s: the real engine accepts it", async (_id, unit) => {
    if (unit.kind !== "unit") return;
    const folder = await mkdtemp(join(tmpdir(), "stead golden "));
    try {
      await makeFolder(folder);
      await layCandidate([...scenario.desired.values()].flat(), unit.verify?.files ?? [], folder);
      if (unit.verify?.asRoot) execFileSync("chown", ["--recursive", unit.account ?? "root", folder]);
      const { exitCode, output } = verify(unit, folder);
      expect(exitCode, output).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import type { Ensure } from "../../src/state/vocabulary.ts";
import { layCandidate, makeFolder } from "../setup/site-on-disk.ts";
import { verify } from "../setup/start-unit.ts";
import { goldenFiles, openScenario, scenarioNames } from "./scenario.ts";

/** What a scenario begins with. */
const given = ["spec.json", "facts.json", "own.conf"];

/** By the time of the trial the plan has made the site's account; here a copy of /etc/passwd that has it is seen by the trial alone. */
const WITH_ACCOUNT = `
{ cat /etc/passwd; echo 'stead-foobar-com:x:64999:64999::/:/bin/false'; } >"$1/passwd"
mount --bind "$1/passwd" /etc/passwd
shift; exec "$@"
`;
const withAccount = ({ verify: trial }: Ensure): Pick<Ensure, "verify"> =>
  trial
    ? { verify: { ...trial, run: ["unshare", "--mount", "/bin/sh", "-ec", WITH_ACCOUNT, "sh", "{folder}", ...trial.run] } }
    : {};

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

  const tried = [...scenario.desired.values()]
    .flat()
    .filter((value) => value.kind === "unit" || value.kind === "ensure")
    .filter((value) => value.verify !== undefined);

  const isRoot = process.getuid?.() === 0;
  // nginx wants to listen while it tries, and below 1024 that takes a power of root's; nft and sshd are root's anyway.
  const triable = tried.filter(({ verify: trial }) => isRoot || trial?.asRoot !== true);

  test.each(triable.map((value) => [value.id, value] as const))("%s: the real engine accepts it", async (_id, value) => {
    const folder = await mkdtemp(join(tmpdir(), "stead golden "));
    try {
      await makeFolder(folder);
      await layCandidate([...scenario.desired.values()].flat(), value.verify?.files ?? [], folder);
      const owner = value.kind === "unit" ? value.account : undefined;
      if (value.verify?.asRoot) execFileSync("chown", ["--recursive", owner ?? "root", folder]);
      const { exitCode, output } = verify(value.kind === "unit" ? value : withAccount(value), folder);
      expect(exitCode, output).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

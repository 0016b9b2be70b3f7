import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countOf, prove } from "../proof/prove.ts";
import { runStead } from "../setup/run-stead.ts";
import { seed } from "../setup/seed.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

const preload = join(import.meta.dirname, "../setup/kill-at-boundary.mjs");

const spec = { domain: "foobar.com", app: { static: "." } };

const killedUp = (site: SiteFolder, boundary: number) =>
  runStead(site.folder, ["up", "-d"], {
    environment: { NODE_OPTIONS: `--import ${preload}`, KILL_AT: String(boundary) },
  });

const boundariesOf = (site: SiteFolder): number => {
  const log = join(site.home(), "log/apply.jsonl");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0;
};

describe("up, killed at a boundary of the apply log", () => {
  let boundaries = 0;

  beforeAll(async () => {
    const site = await madeSite();
    await site.changes("up");
    boundaries = boundariesOf(site);
    await site.close();
  });

  test("the log names each step's begin and end", () => {
    expect(boundaries).toBeGreaterThan(40);
  });

  test("the next up finishes what was begun on a bare machine, and the one after has nothing to do", async () => {
    const tried: number[] = [];
    // All of them in the long run, else a part that moves with the seed.
    const stride = Math.max(1, Math.floor(boundaries / countOf("up-killed")));
    for (let boundary = 1 + (seed % stride); boundary <= boundaries; boundary += stride) {
      const site = await madeSite();
      try {
        const killed = await killedUp(site, boundary);
        expect(killed.exitCode, `boundary ${boundary}: ${killed.stdout}${killed.stderr}`).not.toBe(0);
        await site.changes("up");
        expect((await site.get()).body, `boundary ${boundary}`).toBe("<h1>one</h1>\n");
        expect(await site.changes("up"), `boundary ${boundary}`).toEqual([]);
        tried.push(boundary);
      } finally {
        await site.close();
      }
    }
    expect(tried.length).toBeGreaterThan(4);
    prove("up-killed", tried.length, `every site served after the next up (of ${boundaries} boundaries)`);
  }, 900_000);
});

describe("up over a serving site, killed at a boundary", () => {
  let site: SiteFolder;

  beforeAll(async () => {
    site = await madeSite();
    await site.changes("up");
  });

  afterAll(() => site.close());

  test("the site serves on at every moment, and the next up brings the change", async () => {
    for (let boundary = 1; boundary <= 8; boundary += 1) {
      site.wish({ ...spec, headers: { "X-Round": `round-${boundary}` } });
      const killed = await killedUp(site, boundary);
      expect((await site.get()).status, `boundary ${boundary}`).toBe(200);
      await site.changes("up");
      expect((await site.get()).headers["x-round"], `boundary ${boundary}`).toBe(`round-${boundary}`);
      expect(await site.changes("up"), `boundary ${boundary}`).toEqual([]);
      if (killed.exitCode === 0) break;
    }
  }, 300_000);
});

const madeSite = async (): Promise<SiteFolder> => {
  const site = await makeSiteFolder(spec);
  site.write("index.html", "<h1>one</h1>\n");
  return site;
};

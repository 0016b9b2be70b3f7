import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, test } from "vitest";
import { keepAsking } from "../../setup/keep-asking.ts";
import { nothingLeft, refused, type Refusal } from "../../setup/refused.ts";
import type { Ended } from "../../setup/run-stead.ts";
import { withRunningSite, type RunningSite } from "../../setup/running-site.ts";
import { standing } from "../../setup/standing.ts";

/** A command that comes while another is at work. What is killed half-way: up-killed.test.ts, ../releases/killed.test.ts. */
const quick = { start: "node server.mjs", watch: 0, drain: 5, stopTimeout: 1, startTimeout: 60 };
const site = withRunningSite({ spec: { domain: "foobar.com", app: quick }, application: "bare" });

/** The first command waits for this file, and with it all that it would change. */
const folder = mkdtempSync(join(tmpdir(), "stead-at-once-"));
chmodSync(folder, 0o755);
const go = join(folder, "go");
const wait = `until [ -e ${go} ]; do sleep 0.05; done`;

let first: Promise<Ended> | undefined;
afterEach(async () => {
  // Also when a test failed before it let the first one go.
  writeFileSync(go, "");
  await first;
  rmSync(go);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Holder {
  readonly verb: string;
  readonly pid: number;
}

const holder = (on: RunningSite): Holder | undefined => {
  const text = readFileSync(join(on.home(), "lock"), "utf8");
  return text.startsWith("{") && text.endsWith("}") ? (JSON.parse(text) as Holder) : undefined;
};

/** Starts it, and waits until it has the lock and nothing moves any more. */
const begin = async (on: RunningSite, ...words: readonly string[]): Promise<void> => {
  first = on.run(...words);
  const end = Date.now() + 30_000;
  while (holder(on)?.verb !== words[0] && Date.now() < end) await sleep(50);
  for (let before = ""; Date.now() < end; await sleep(500)) {
    const now = JSON.stringify(standing(on));
    if (now === before) return;
    before = now;
  }
};

const atWork: Readonly<Record<"up" | "deploy", Refusal["arrange"]>> = {
  up: (on) => {
    on.change({ app: { start: `${wait}; exec node server.mjs` } });
    return begin(on, "up", "-d");
  },
  deploy: (on) => {
    on.change({ app: { build: wait } });
    return begin(on, "deploy");
  },
};

/** Who, with which verb, since when, in which process: one that is indeed at work. */
const what = (on: RunningSite): RegExp => {
  const { verb, pid } = holder(on) ?? { verb: "nobody", pid: 0 };
  expect(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")).toContain(verb);
  const since = new Date().toISOString().slice(0, 10);
  return new RegExp(
    `^\`stead ${verb}\` is at work here: started by ${userInfo().username} at ${since}T[\\d:.]+Z, process ${pid}\\.$`,
    "u",
  );
};

const pairs: readonly (readonly [keyof typeof atWork, string])[] = [
  ["up", "up -d"],
  ["up", "deploy"],
  ["deploy", "deploy"],
  ["deploy", "up -d"],
  ["deploy", "rollback"],
  ["deploy", "down"],
];

refused(
  site,
  pairs.map(([verb, second]) => ({
    name: `stead ${second} while stead ${verb} is at work`,
    arrange: atWork[verb],
    command: second.split(" "),
    code: "LOCKED",
    exit: 4,
    where: "local",
    what,
    mend: "Wait until it has finished, or end it with Ctrl-C in its own terminal; then try again.",
    restore: async (on) => {
      expect(existsSync(go)).toBe(false);
      writeFileSync(go, "");
      expect((await first)?.exitCode).toBe(0);
      on.restore();
    },
    next: async (on) => {
      await on.stead("deploy");
      await on.changes("up");
      await nothingLeft(on);
    },
  })),
);

test.each(["up -d", "deploy"])("two stead %s that begin in the same moment: one at least does it", async (words) => {
  const asking = keepAsking(site().http);
  site().put("edition.txt", `of ${words}`);
  site().change({ headers: { "X-Both": "yes" } });
  const ended = await Promise.all([1, 2].map(() => site().run(...words.split(" "))));
  const refusals = ended.filter(({ exitCode }) => exitCode !== 0);
  expect(refusals.length).toBeLessThan(2);
  for (const { exitCode, stderr } of refusals)
    expect([exitCode, stderr]).toEqual([4, expect.stringMatching(/is at work.*LOCKED/u)]);
  await site().changes("up");
  await nothingLeft(site());
  expect((await site().get()).headers["x-both"]).toBe("yes");
  expect((await asking.stop()).failed).toEqual([]);
  site().restore();
  await site().changes("up");
});

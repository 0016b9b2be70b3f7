import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { keepAsking } from "../../setup/keep-asking.ts";
import { nothingLeft, refused, type Refusal } from "../../setup/refused.ts";
import { withRunningSite, type RunningSite } from "../../setup/running-site.ts";
import { standing } from "../../setup/standing.ts";

/** Files of Stead's own that are cut off or overwritten, and others' that are in its way, below a site that serves. */
const quick = { start: "node server.mjs", watch: 0, drain: 5, stopTimeout: 1 };
const site = withRunningSite({ spec: { domain: "foobar.com", app: quick }, application: "bare" });

const inState = (path: string) => (on: RunningSite) => join(on.home(), path);
const manifest = inState("etc/manifest.json");
const snippet = inState("etc/nginx/snippet.conf");
const data = inState("data/mariadb");

const releasesOf = (on: RunningSite): readonly string[] =>
  readdirSync(join(on.home(), "releases"))
    .filter((name) => name !== "current")
    .sort();
const record = (index: number) => (on: RunningSite) =>
  join(on.home(), "releases", releasesOf(on).at(index) ?? "", "release.json");

/** In the middle, as a copy that was broken off. */
const halve = (path: string): void => truncateSync(path, Math.floor(readFileSync(path).length / 2));

const unreadable = (
  path: (on: RunningSite) => string,
): Pick<Refusal, "code" | "exit" | "where" | "what" | "restore"> => ({
  code: "OWN_FILE_UNREADABLE",
  exit: 1,
  where: path,
  what: "is not what Stead wrote there: it is cut off, or somebody changed it.",
  restore: (on) => rmSync(path(on)),
});

const deployed = async (on: RunningSite): Promise<void> => {
  await on.stead("deploy");
  await nothingLeft(on);
};

refused(site, [
  {
    name: "half a manifest",
    arrange: (on) => halve(manifest(on)),
    ...unreadable(manifest),
    mend: (on) =>
      `Remove it (rm '${manifest(on)}') and run \`stead up\`: it is made anew from what stands on the host.`,
  },
  {
    name: "a manifest that somebody overwrote",
    arrange: (on) => writeFileSync(manifest(on), '{ "entries": [] }\n'),
    ...unreadable(manifest),
    mend: /^Remove it/u,
  },
  ...["up -d", "deploy"].map((words): Refusal => ({
    name: `half the record of the release that serves, met by ${words}`,
    command: words.split(" "),
    arrange: (on) => halve(record(-1)(on)),
    ...unreadable(record(-1)),
    mend: (on) =>
      `Remove it (rm '${record(-1)(on)}') and run \`stead deploy\`: a new release takes its place, and what serves goes on until then.`,
    next: deployed,
  })),
  {
    name: "half the record of a release that was kept",
    arrange: async (on) => {
      await on.stead("deploy");
      halve(record(-2)(on));
    },
    ...unreadable(record(-2)),
    mend: /^Remove it/u,
  },
  {
    name: "a foreign file where a new setting needs one",
    arrange: (on) => {
      on.put("extra.conf", "# mine\n");
      on.put(snippet(on), "# somebody else's\n");
      on.change({ snippets: { nginx: "extra.conf" } });
    },
    restore: (on) => {
      rmSync(snippet(on));
      rmSync(join(on.folder, "extra.conf"));
    },
    code: "FOREIGN_FILE",
    exit: 1,
    where: snippet,
    what: "A file stands here that Stead did not write; the site's own part of nginx's configuration belongs in its place.",
    mend: (on) =>
      `Move it away (mv '${snippet(on)}' '${snippet(on)}.old'), or let Stead replace it: \`stead up --adopt\`.`,
  },
  {
    name: "a foreign folder where a new setting needs a file, even with leave to adopt",
    command: ["up", "-d", "--adopt"],
    arrange: (on) => {
      on.put("extra.conf", "# mine\n");
      mkdirSync(snippet(on));
      on.change({ snippets: { nginx: "extra.conf" } });
    },
    restore: (on) => {
      rmSync(snippet(on), { recursive: true });
      rmSync(join(on.folder, "extra.conf"));
    },
    code: "FOREIGN_FILE",
    exit: 1,
    where: snippet,
    what: "A folder stands here that Stead did not make; the site's own part of nginx's configuration belongs in its place.",
    mend: (on) => `Move it away (mv '${snippet(on)}' '${snippet(on)}.old'), then run the command again.`,
  },
  {
    name: "a foreign file where a new setting needs a folder",
    arrange: (on) => {
      on.put(data(on), "a letter\n");
      on.change({ database: { engine: "mariadb" } });
    },
    restore: (on) => rmSync(data(on)),
    code: "FOREIGN_FILE",
    exit: 1,
    where: data,
    what: "A file stands here that Stead did not make; the folder of MariaDB's data belongs in its place.",
    mend: (on) => `Move it away (mv '${data(on)}' '${data(on)}.old'), then run the command again.`,
  },
]);

/** Damage that Stead mends by itself: `up` ends well and says what it did, and nobody notices. */
const mended = async (damage: () => void | Promise<void>, says: readonly unknown[]): Promise<void> => {
  const asking = keepAsking(site().http);
  const { processes } = standing(site());
  await damage();
  expect(await site().changes("up")).toEqual(says);
  expect(standing(site()).processes).toEqual(processes);
  await nothingLeft(site());
  const { count, failed } = await asking.stop();
  expect({ asked: count > 5, failed }).toEqual({ asked: true, failed: [] });
};

test("a note of the ports that nobody can read is put back", () =>
  mended(
    () => writeFileSync(join(site().home(), "etc/ports.json"), "\0\0{{"),
    ["Put back the note of the site's ports (etc/ports.json), changed by hand"],
  ));

test("half a configuration of an engine is put back before the engine reads it", () =>
  mended(
    () => halve(join(site().home(), "etc/nginx/site.conf")),
    [
      expect.stringMatching(/^Put back the website's part of nginx's configuration .*changed by hand$/u),
      expect.stringMatching(/^Reload nginx/u),
    ],
  ));

test("half a record of a unit, and a supervisor that is killed: the next one takes over every process", () =>
  mended(async () => {
    for (const name of readdirSync(join(site().sockets(), "units")))
      if (name.endsWith(".json")) halve(join(site().sockets(), "units", name));
    process.kill(Number(readFileSync(join(site().home(), "supervisor.lock"), "utf8")), "SIGKILL");
    await sleep(100);
  }, []));

test("a note of where things lie, and a lock's word, that nobody can read", () =>
  mended(() => {
    writeFileSync(join(site().home(), "lock"), '{"verb":"dep');
    halve(join(site().home(), "where"));
  }, []));

test("a folder of nginx's that somebody removed, and the manifest with it, is made again", async () => {
  rmSync(join(site().home(), "etc/nginx"), { recursive: true });
  rmSync(manifest(site()));
  const asking = keepAsking(site().http);
  const done = await site().changes("up");
  expect(done.slice(0, -1).every((says) => says.startsWith("Create "))).toBe(true);
  expect(done.at(-1)).toMatch(/^Restart nginx: its folder was made anew/u);
  await nothingLeft(site());
  await asking.stop();
  expect((await site().get()).status).toBe(200);
});

test("half a manifest keeps nobody from deploying", async () => {
  halve(manifest(site()));
  await site().stead("deploy");
  rmSync(manifest(site()));
  await nothingLeft(site());
});

test("half a note of the serving instances: they are replaced, and nobody notices", async () => {
  const asking = keepAsking(site().http);
  const note = readdirSync(site().sockets()).find((name) => /^\d.*\.json$/u.test(name)) ?? "";
  halve(join(site().sockets(), note));
  expect(await site().changes("up")).toEqual([expect.stringMatching(/^Start release/u)]);
  await nothingLeft(site());
  expect((await asking.stop()).failed).toEqual([]);
});

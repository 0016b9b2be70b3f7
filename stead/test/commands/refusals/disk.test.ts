import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canAlter } from "../../setup/altered-machine.ts";
import { keepAsking } from "../../setup/keep-asking.ts";
import { nothingLeft, refused } from "../../setup/refused.ts";
import { withRunningSite, type RunningSite } from "../../setup/running-site.ts";
import { mountSmallDisk, type SmallDisk } from "../../setup/small-disk.ts";
import { standing } from "../../setup/standing.ts";

/** A site that serves from a disk which becomes full. */
if (!canAlter) console.warn("SKIPPED: a full disk. Only root may mount a small one.");

describe.skipIf(!canAlter)("a full disk", () => {
  let disk: SmallDisk;
  beforeAll(() => {
    disk = mountSmallDisk(600);
  });
  afterAll(() => disk.remove());
  const site = withRunningSite({ spec: { domain: "foobar.com", app: { static: "." } }, parent: () => disk.folder });

  const restore = () => disk.empty();
  const full = { code: "DISK_FULL", exit: 3, restore } as const;
  const change = (on: RunningSite): void => on.change({ headers: { "X-Room": "yes" } });
  const room = /^Make room there .*then run the command again\./u;

  refused(site, [
    {
      ...full,
      name: "up finds less room than a change may take",
      arrange: (on) => {
        change(on);
        disk.leave(100 * 1024 * 1024);
      },
      where: () => disk.folder,
      what: /^has (?:99|100) MB free on local; a change needs 256 MB\.$/u,
      mend: room,
    },
    {
      ...full,
      name: "up finds no room at all",
      arrange: (on) => {
        change(on);
        disk.leave(0);
      },
      where: () => disk.folder,
      what: "has 0 MB free on local; a change needs 256 MB.",
      mend: room,
    },
    {
      ...full,
      name: "deploy finds no room at all",
      command: ["deploy"],
      arrange: (on) => {
        on.put("index.html", "<h1>Another</h1>\n");
        disk.leave(0);
      },
      where: (on) => new RegExp(`^${on.home()}`, "u"),
      what: /full|no room/u,
      mend: room,
    },
    {
      name: "a build that fills the disk is told in its own words",
      command: ["deploy"],
      arrange: (on) => {
        on.change({ app: { build: "dd if=/dev/zero of=large bs=1M" } });
      },
      restore,
      code: "RELEASE_BUILD_FAILED",
      exit: 5,
      where: "app.build",
      what: /ended with exit status 1/u,
      mend: /run the command again/u,
      lines: /No space left on device/u,
    },
  ]);

  /** Fuller from write to write: somewhere in the middle of the command the next file cannot be made. */
  const inTheMiddle = async (words: readonly string[], steps: readonly number[]): Promise<void> => {
    const asking = keepAsking(site().http);
    const seen: number[] = [];
    for (const count of steps) {
      const before = standing(site());
      disk.leaveFiles(count);
      const { exitCode, stdout, stderr } = await site().run(...words);
      disk.empty();
      seen.push(exitCode);
      if (exitCode === 0) break;
      expect([exitCode, stderr], `room for ${count} files\n${stdout}`).toEqual([
        3,
        expect.stringMatching(/DISK_FULL/u),
      ]);
      expect(standing(site()), `room for ${count} files`).toEqual(before);
    }
    expect(seen.length).toBeGreaterThan(2);
    expect((await asking.stop()).failed).toEqual([]);
  };

  test("up, full at one write after the other: all or nothing", async () => {
    change(site());
    await inTheMiddle(["up", "-d"], [0, 1, 2, 4, 8, 16]);
    await site().changes("up");
    expect((await site().get()).headers["x-room"]).toBe("yes");
    site().restore();
    await site().changes("up");
  });

  test("deploy, full at one write after the other: all or nothing", async () => {
    site().put("index.html", "<h1>Another</h1>\n");
    await inTheMiddle(["deploy"], [0, 1, 3, 7, 9, 11, 14, 20]);
    await site().stead("deploy");
    expect((await site().get()).body).toBe("<h1>Another</h1>\n");
    site().restore();
    await nothingLeft(site());
  });

  test("a site on a full disk can be stopped", async () => {
    disk.leave(0);
    expect((await site().run("down")).exitCode).toBe(0);
    disk.empty();
    await site().changes("up");
  });
});

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

const spec = { domain: "foobar.com", app: { static: "." } };

/** What every mishap must leave: the site answering, every file as it was, and a next run that succeeds. */
const unharmed = async (site: SiteFolder, before: Readonly<Record<string, string>>): Promise<void> => {
  expect(site.files()).toEqual(before);
  expect((await site.get()).status).toBe(200);
};

describe("on a serving site", () => {
  let site: SiteFolder;

  beforeAll(async () => {
    site = await makeSiteFolder({ ...spec, database: { engine: "mariadb" } });
    site.write("index.html", "<h1>One</h1>\n");
    await site.changes("up");
  });

  afterAll(() => site.close());

  test("two ups at once: one does it, the other does nothing or says who is at work", async () => {
    site.wish({ ...spec, database: { engine: "mariadb" }, headers: { "X-Both": "1" } });
    const ended = await Promise.all([site.run("up", "-d"), site.run("up", "-d")]);
    const refused = ended.filter(({ exitCode }) => exitCode !== 0);
    expect(refused.length).toBeLessThan(2);
    for (const { exitCode, stderr } of refused)
      expect([exitCode, stderr]).toEqual([4, expect.stringMatching(/`stead up` is at work.*LOCKED/u)]);
    expect((await site.get()).headers["x-both"]).toBe("1");
    expect(await site.changes("up")).toEqual([]);
  });

  test("a secret that was overwritten with nonsense is named with the way out, which works", async () => {
    const file = join(site.home(), "secrets/database-app");
    writeFileSync(file, "'; DROP TABLE users; --\n");
    const before = site.files();
    const { exitCode, stderr } = await site.run("up", "-d");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/OWN_FILE_UNREADABLE/u);
    expect(stderr).toContain(`rm '${file}'`);
    await unharmed(site, before);
    rmSync(file);
    expect((await site.changes("up"))[0]).toMatch(/^Make the password/u);
    expect(await site.changes("up")).toEqual([]);
  });

  test("what somebody removed is made again", async () => {
    rmSync(join(site.home(), "etc/nginx"), { recursive: true });
    rmSync(join(site.home(), "etc/manifest.json"));
    expect((await site.changes("up")).join()).toMatch(/Create the configuration of nginx/u);
    expect(existsSync(join(site.home(), "etc/manifest.json"))).toBe(true);
    expect(await site.changes("up")).toEqual([]);
    expect((await site.get()).status).toBe(200);
  });
});

describe("on a disk that is full", () => {
  let disk = "";
  let site: SiteFolder | undefined;

  /** A small disk of its own needs root, and a kernel that lets it mount. */
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), "stead-disk-"));
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=700m,mode=755", "tmpfs", disk]).status !== 0) return;
    site = await makeSiteFolder(spec, "site-", 0o755, disk);
    site.write("index.html", "<h1>One</h1>\n");
    await site.changes("up");
  });

  afterAll(async () => {
    await site?.close();
    spawnSync("umount", ["--lazy", disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  test("up and deploy touch nothing and say so; down works; with room again all goes on", async ({ skip }) => {
    if (!site) return skip("needs root, to mount a disk of 700 MB");
    site.wish({ ...spec, headers: { "X-Room": "yes" } });
    const before = site.files();
    fill(join(disk, "fill"));
    for (const words of [["up", "-d"], ["deploy"]]) {
      const { exitCode, stderr } = await site.run(...words);
      expect([exitCode, stderr], words.join(" ")).toEqual([3, expect.stringMatching(/DISK_FULL/u)]);
      await unharmed(site, before);
    }
    expect((await site.run("down")).exitCode).toBe(0);
    rmSync(join(disk, "fill"));
    await site.changes("up");
    expect((await site.get()).headers["x-room"]).toBe("yes");
  });
});

/** dd ends with an error when nothing more fits: that is the aim. */
const fill = (path: string): void => {
  expect(spawnSync("dd", ["if=/dev/zero", `of=${path}`, "bs=1M"]).status).toBe(1);
};

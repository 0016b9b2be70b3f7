import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labWorks } from "../setup/lab-works.ts";
import { makeServerSite, type ServerSite } from "./server-site.ts";

interface Counted {
  readonly sent: number;
  readonly failed: number;
  readonly reasons: Readonly<Record<string, number>>;
}

const STEAD = resolve(import.meta.dirname, "../../bin/stead.mjs");
const LOAD = join(import.meta.dirname, "https-load.mjs");

/** An operator of his own on the server, who becomes root by sudo. */
const BOB = `useradd -m -s /bin/bash bob && cd ~bob && mkdir -m 700 .ssh && cp /root/.ssh/authorized_keys .ssh/ &&
chown -R bob .ssh && echo "bob ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/bob`;

/** Two sites of two folders, whose operators know nothing of each other. In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks)("two sites on one server", () => {
  let ann: ServerSite;
  let bob: ServerSite;
  const settingsOfBob = (more: object = {}): object => ({ domain: "example.org", workers: {}, dnssec: true, ...more });
  const writeBob = (more: object = {}): void =>
    bob.write({
      settings: settingsOfBob(more),
      servers: { web1: { address: "203.0.113.7", debian: 12, ssh: { user: "bob" } } },
    });
  const planned = async (site: ServerSite): Promise<readonly { readonly says: string }[]> =>
    ((await site.answer("plan", "production")) as { readonly changes: readonly { readonly says: string }[] }).changes;
  const pageOfBob = (): string => bob.page("/", "www.example.org").text;

  /** Visitors of Ann's site until the work is done, and what they saw. */
  const whileVisited = async (work: () => Promise<void>): Promise<Counted> => {
    const end = join(ann.folder, "../", `${ann.folder.split("/").at(-1)}-end`);
    const words = ["lab", "run", "--trust", "--", process.execPath, LOAD, "https://www.foobar.com", end];
    const visitors = spawn(process.execPath, [STEAD, ...words], {
      cwd: ann.folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: Buffer[] = [];
    visitors.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    try {
      await sleep(2000);
      await work();
      await sleep(1000);
    } finally {
      writeFileSync(end, "");
      await once(visitors, "close");
      rmSync(end);
    }
    return JSON.parse(Buffer.concat(said).toString().trim().split("\n").at(-1) ?? "") as Counted;
  };

  beforeAll(async () => {
    ann = await makeServerSite(12, { settings: { dnssec: true, workers: {} } });
    bob = await makeServerSite(12, { settings: settingsOfBob(), joins: ann });
    await ann.on(BOB);
    writeBob();
    bob.edit("of Bob");
  });
  afterAll(async () => {
    await bob.close();
    await ann.close();
  });

  test("the first comes up; the second finds what is there, and adds its own part", async () => {
    await ann.well("up", "production", "--yes");
    const says = (await planned(bob)).map((change) => change.says);
    expect(says).toContainEqual(expect.stringMatching(/^Reload nginx: the website's part/u));
    expect(says.filter((line) => /for all sites|\/etc\/stead\/host\/(?:bin|nginx|knot|sshd)/u.test(line))).toEqual([]);
    await bob.well("up", "production", "--yes");
    expect([ann.page().text, pageOfBob()]).toEqual(["edition one, 1 migrations", "edition of Bob, 1 migrations"]);
    expect([await planned(ann), await planned(bob)]).toEqual([[], []]);
  });

  test("one nginx and one Knot serve both; each has its own account and its own database", async () => {
    const running = await ann.on("ps -eo user:32,comm,ppid | grep -E 'nginx|knotd|mariadbd' | tr -s ' '");
    expect(running.split("\n").filter((line) => line.includes("knotd"))).toHaveLength(1);
    expect(running.split("\n").filter((line) => line.includes("mariadbd"))).toHaveLength(2);
    expect(running.split("\n").filter((line) => line.endsWith("nginx 1"))).toHaveLength(1);
    expect(await ann.on("grep -o '^stead-[a-z-]*' /etc/passwd | sort")).toBe("stead-example-org\nstead-foobar-com");
    expect(await ann.on("grep -c example.org /var/log/stead/foobar.com/access.log; true")).toBe("0");
  });

  test("a name that is neither's gets no answer at all", () => {
    expect(ann.page("/", "neither.example").status).toBe(0);
  });

  test("what both have once and want otherwise is refused before anything is touched: both are named, and the setting", async () => {
    writeBob({ firewall: { sshFrom: ["203.0.113.0/24"] } });
    const setting = await bob.stead("up", "production", "--yes");
    expect(setting.exitCode).not.toBe(0);
    expect(setting.stderr).toMatch(/foobar\.com.*firewall\.sshFrom.*example\.org.*STATE_CLASH/u);
    writeBob({ aliases: ["foobar.com"] });
    expect((await bob.stead("plan", "production")).stderr).toMatch(/foobar\.com.*has the name foobar\.com already/u);
    writeBob();
    expect([await planned(ann), await planned(bob)]).toEqual([[], []]);
  });

  test("each deploys; what one does costs the other no request, and the second of two at once is told whose turn it is", async () => {
    const counted = await whileVisited(async () => {
      bob.edit("two of Bob");
      const deploying = bob.stead("deploy", "production");
      await expect
        .poll(() => ann.on("cat /run/stead/lock"), { timeout: 60_000, interval: 50 })
        .toContain("example.org");
      expect((await ann.stead("deploy", "production")).stderr).toMatch(/`stead deploy`.*for example\.org.*LOCKED/u);
      expect((await deploying).exitCode).toBe(0);
      ann.edit("two");
      await ann.well("deploy", "production");
    });
    expect([counted.failed, counted.reasons]).toEqual([0, {}]);
    expect(counted.sent).toBeGreaterThan(500);
    expect([ann.page().text, pageOfBob()]).toEqual(["edition two, 2 migrations", "edition two of Bob, 2 migrations"]);
  });

  test("one goes, and the other's visitors notice nothing; it takes nothing along that is the other's", async () => {
    const counted = await whileVisited(async () => {
      await bob.well("remove", "production", "--data", "--yes");
    });
    expect([counted.failed, counted.reasons]).toEqual([0, {}]);
    expect(bob.page("/", "www.example.org").status).toBe(0);
    expect(await ann.on("find /etc /srv /var/lib/stead /var/log/stead /run/stead -name '*example*org*'")).toBe("");
    expect(await ann.on("ls /var/lib/stead/host/knot/keys/keys | wc -l")).toBe("1");
    expect(await planned(ann)).toEqual([]);
    expect(ann.page().text).toBe("edition two, 2 migrations");
  });

  test("with the last site goes what belonged to the server", async () => {
    await ann.well("remove", "production", "--data", "--yes");
    expect(
      await ann.on(
        "find / -xdev \\( -path /proc -o -path /sys \\) -prune -o -iname '*stead*' ! -name '*stead-lab*' -print; systemctl list-units --all --plain --no-legend | grep stead; ps -eo args | grep -v grep | grep -E 'nginx|knotd|mariadbd'",
      ),
    ).toBe("");
  });
});

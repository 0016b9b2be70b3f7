import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { idOf, makeLabSite, type LabSite } from "./lab-site.ts";
import { orphanLocks, tracesOfLabs } from "./traces.ts";
import { labWorks } from "../setup/lab-works.ts";

const servers = { old: { address: ["203.0.113.7", "2001:db8::7"] }, new1: { address: "10.0.0.5", debian: 13 } };

describe.skipIf(!labWorks)("a lab of two hosts", () => {
  let site: LabSite;
  beforeAll(async () => {
    site = makeLabSite(servers);
    await site.lab("up");
  });
  afterAll(() => site.close());

  test("each is the Debian that it was asked for, and whole", async () => {
    expect(await site.on("old", "cat /etc/debian_version")).toMatch(/^12\./);
    expect(await site.on("new1", "cat /etc/debian_version")).toMatch(/^13\./);
    for (const host of ["old", "new1"])
      await expect.poll(() => site.on(host, "systemctl is-system-running"), { timeout: 30_000 }).toBe("running");
  });

  test("up again leaves it alone", async () => {
    expect(await site.lab("up")).toMatchObject({ made: false });
  });

  test("they reach each other over both protocols, and neither this machine nor the world", async () => {
    expect(await site.on("old", "ping -c1 -W2 10.0.0.5 >/dev/null && echo yes")).toBe("yes");
    expect(await site.on("new1", "ping -c1 -W2 203.0.113.7 >/dev/null && echo yes")).toBe("yes");
    expect(
      await site.on("old", "ping -c1 -W2 192.0.2.1 >/dev/null || echo no; ip -6 route get 2600::1 2>&1 | head -1"),
    ).toMatch(/^no/);
    expect(await site.on("new1", "bash -c '</dev/tcp/127.83.116.1/3142' 2>/dev/null || echo no")).toBe("no");
  });

  test("packages come through the cache", async () => {
    expect(
      await site.on(
        "new1",
        "apt-get update -qq && apt-get install -y -qq --no-install-recommends tree >/dev/null 2>&1; command -v tree",
      ),
    ).toBe("/usr/bin/tree");
  });

  test("an exchanged host key is refused", async () => {
    await site.on(
      "old",
      "rm /etc/ssh/ssh_host_ed25519_key && ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key && systemctl restart ssh",
    );
    const refused = await site.run("ssh", "old", "--", "true");
    expect(refused.exitCode).toBe(255);
    expect(refused.stderr).toContain("REMOTE HOST IDENTIFICATION HAS CHANGED");
  });

  test("frozen it answers nobody, thawed it goes on with the same processes", async () => {
    const before = await site.on("new1", "cat /proc/sys/kernel/random/boot_id");
    await site.lab("freeze", "new1");
    expect(await site.look()).toMatchObject({ new1: { state: "frozen" } });
    expect((await site.run("ssh", "new1", "--", "true")).exitCode).toBe(255);
    await site.lab("thaw", "new1");
    expect(await site.on("new1", "cat /proc/sys/kernel/random/boot_id")).toBe(before);
  });

  test("cut off it runs on, and is back when healed", async () => {
    await site.lab("cut", "new1");
    expect(await site.look()).toMatchObject({ new1: { state: "silent", cut: true } });
    await site.lab("heal", "new1");
    expect(await site.look()).toMatchObject({ new1: { state: "running", cut: false } });
  });

  test("a full disk takes not one byte more, and has room again when healed", async () => {
    const write = "dd if=/dev/zero of=/root/more bs=1M count=1 2>&1; rm -f /root/more";
    await site.lab("fill-disk", "new1");
    expect(await site.on("new1", write)).toContain("No space left on device");
    expect(await site.look()).toMatchObject({ new1: { full: true } });
    await site.lab("heal", "new1");
    expect(await site.on("new1", write)).not.toContain("No space left");
  });

  test("a killed unit is another process afterwards", async () => {
    const ask = "systemctl show -P MainPID systemd-networkd";
    const before = await site.on("new1", ask);
    await site.lab("kill", "new1", "systemd-networkd.service");
    await expect.poll(() => site.on("new1", ask), { timeout: 10_000 }).not.toBe(before);
  });

  test("a reboot begins another life with the same files", async () => {
    const boot = await site.on("new1", "echo kept >/root/note; cat /proc/sys/kernel/random/boot_id");
    await site.lab("reboot", "new1");
    expect(await site.on("new1", "cat /root/note")).toBe("kept");
    expect(await site.on("new1", "cat /proc/sys/kernel/random/boot_id")).not.toBe(boot);
  });

  test("crashed it is off; only reboot makes sense then, and keeps its files", async () => {
    await site.lab("crash", "new1");
    expect(await site.look()).toMatchObject({ new1: { state: "off" } });
    const refused = await site.run("freeze", "new1");
    expect(refused.stderr).toContain("NOT_RUNNING");
    await site.lab("reboot", "new1");
    expect(await site.on("new1", "cat /root/note")).toBe("kept");
  });
});

describe.skipIf(!labWorks)("what is left of labs", () => {
  test("two with the same addresses live side by side, and leave nothing", async () => {
    const sites = [makeLabSite(servers), makeLabSite(servers)];
    const ids = sites.map(idOf);
    try {
      await Promise.all(sites.map((site) => site.lab("up")));
      await sites[0]?.on("old", "echo first >/root/which");
      expect(await sites[1]?.on("old", "cat /root/which 2>/dev/null || echo other")).toBe("other");
      expect(tracesOfLabs(ids).length).toBeGreaterThan(10);
      // A client of the second goes on while the first goes, and must not hold its disks. It ends with its lab.
      void sites[1]?.run("run", "--", "sh", "-c", "touch entered; exec sleep 60");
      await expect.poll(() => existsSync(`${sites[1]?.folder}/entered`), { timeout: 30_000 }).toBe(true);
      await sites[0]?.lab("down");
      expect(tracesOfLabs(ids.slice(0, 1))).toEqual([]);
      expect(await sites[1]?.on("old", "echo lives")).toBe("lives");
    } finally {
      for (const site of sites) await site.close();
    }
    expect(tracesOfLabs(ids)).toEqual([]);
    expect(orphanLocks()).toEqual([]);
  });

  test.each(["SIGKILL", "SIGINT"] as const)(
    "%s in the middle of up: down clears, or nothing is there",
    async (signal) => {
      const site = makeLabSite(servers);
      const id = idOf(site);
      try {
        const child = spawn(process.execPath, [program, "lab", "up"], {
          cwd: site.folder,
          stdio: "ignore",
          detached: true,
        });
        const home = `/var/lib/stead/lab/production-${id}`;
        await expect.poll(() => existsSync(`${home}/hosts/new1/keeper`), { timeout: 120_000, interval: 10 }).toBe(true);
        child.kill(signal);
        await once(child, "exit");
        if (signal === "SIGKILL") {
          expect(tracesOfLabs([id])).not.toEqual([]);
          await site.lab("down");
        }
        expect(tracesOfLabs([id])).toEqual([]);
      } finally {
        await site.close();
      }
    },
  );
});

const program = resolve(import.meta.dirname, "../../bin/stead.mjs");

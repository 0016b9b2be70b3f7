import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isLock, type Host } from "../../../src/host/host.ts";
import { openSshHost } from "../../../src/host/ssh/open-ssh-host.ts";
import { SteadError, type Fault } from "../../../src/kernel/errors.ts";
import { until } from "../../contracts/waiting.ts";
import { COLD, makeLabSite, type LabSite } from "../lab-site.ts";
import { labWorks } from "../../setup/lab-works.ts";

const names = ["debian12", "debian13"] as const;
type Name = (typeof names)[number];

let site: LabSite;
const hosts = new Map<Name, Host>();
beforeAll(async () => {
  if (!labWorks) return;
  site = makeLabSite({
    debian12: { address: "203.0.113.31", debian: 12 },
    debian13: { address: "203.0.113.32", debian: 13 },
  });
  const { sshConfig } = (await site.lab("up")) as { readonly sshConfig: string };
  for (const name of names)
    hosts.set(name, openSshHost({ name, address: name, config: sshConfig, hostKeyAlias: name, site: "foobar.com" }));
}, COLD * 1000);
afterAll(async () => {
  for (const host of hosts.values()) await host.close?.();
  if (labWorks) await site.close();
});

const on = (name: Name): Host => {
  const host = hosts.get(name);
  if (!host) throw new Error(`no ${name}`);
  return host;
};

const shell = async (name: Name, text: string): Promise<string> =>
  (await on(name).run(["/bin/sh", "-c", text])).stdout.trim();

const faultOf = async (work: Promise<unknown>): Promise<Fault | undefined> => {
  const fault: unknown = await work.catch((thrown: unknown) => thrown);
  return fault instanceof SteadError ? fault.faults[0] : undefined;
};

const nginx = { name: "nginx", provides: "/usr/sbin/nginx" };
const cron = { name: "cron", provides: "/usr/sbin/cron" };
const bc = { name: "bc", provides: "/usr/bin/bc" };

describe.skipIf(!labWorks).each(names)("packages of %s over ssh", (name) => {
  test("what they bring is neither started nor left enabled, and what was enabled before stays so", async () => {
    const { packages } = on(name);
    const before = await shell(name, "systemctl list-unit-files --state=enabled --no-legend | sort");
    expect(await packages.missing([nginx])).toEqual(["nginx"]);
    const said: string[] = [];
    await packages.install([nginx], (line) => said.push(line));
    expect(await packages.missing([nginx])).toEqual([]);
    expect(said[0]).toBe("Reading the lists of packages (apt-get update)");
    expect(said).toContainEqual("Installing nginx");
    expect(said.some((line) => line.startsWith("Setting up nginx"))).toBe(true);
    expect(await shell(name, "systemctl is-active nginx; pgrep -x nginx")).toBe("inactive");
    expect(await shell(name, "systemctl list-unit-files --state=enabled --no-legend | sort")).toBe(before);
    expect(await shell(name, "ls /usr/sbin/policy-rc.d 2>&1")).toContain("No such file");
  });

  test("an installation outlives a lost connection, and the next command takes it as it is", async () => {
    const host = on(name);
    const lost = faultOf(
      host.packages.install([cron], (line) => {
        if (line.startsWith("Installing")) void faultOf(shell(name, "kill -9 $(pgrep -f '^sshd(-session)?: root')"));
      }),
    );
    expect(await lost).toMatchObject({ code: "SSH_LOST" });
    await host.packages.install([bc]);
    expect(await host.packages.missing([cron, bc])).toEqual([]);
    expect(await shell(name, "systemctl is-enabled cron; ls /usr/sbin/policy-rc.d 2>&1")).toMatch(
      /^disabled\n.*No such file/u,
    );
  });

  test("another apt is waited for, and said", async () => {
    const host = on(name);
    await shell(name, "apt-get -y -qq remove bc >/dev/null 2>&1");
    const hold =
      "import fcntl, time; f = open('/var/lib/dpkg/lock-frontend', 'w'); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(8)";
    const holding = host.run(["python3", "-c", hold]);
    await sleep(500);
    const said: string[] = [];
    await host.packages.install([bc], (line) => said.push(line));
    await holding;
    expect(await host.packages.missing([bc])).toEqual([]);
    expect(said.some((line) => line.startsWith("Waiting for"))).toBe(true);
  });

  test("what an interrupted dpkg left is finished first", async () => {
    const host = on(name);
    await shell(
      name,
      "apt-get -y -qq remove bc >/dev/null 2>&1; dpkg --force-all --unpack /var/cache/apt/archives/bc_*.deb || { cd /tmp && apt-get download bc && dpkg --unpack bc_*.deb; }",
    );
    expect(await shell(name, "dpkg --audit")).toContain("bc");
    const said: string[] = [];
    await host.packages.install([bc], (line) => said.push(line));
    expect(said[0]).toBe("Finishing what an interrupted dpkg left");
    expect(await shell(name, "dpkg --audit")).toBe("");
  });

  test("a mirror that is gone and a name that it does not have are told, and nothing is left behind", async () => {
    const host = on(name);
    const none = { name: "no-such-package-anywhere", provides: "/nowhere" };
    expect(await faultOf(host.packages.install([none]))).toMatchObject({ code: "PACKAGES_UNAVAILABLE" });
    await shell(
      name,
      "apt-get -y -qq remove bc >/dev/null 2>&1; apt-get clean; mv /etc/apt/apt.conf.d/80-stead-lab /root/",
    );
    const began = Date.now();
    const fault = await faultOf(host.packages.install([bc]));
    await shell(name, "mv /root/80-stead-lab /etc/apt/apt.conf.d/");
    expect(fault).toMatchObject({ code: "PACKAGES_UNAVAILABLE", where: `bc on ${name}` });
    expect(Date.now() - began).toBeLessThan(200_000);
    expect(await shell(name, "ls /usr/sbin/policy-rc.d 2>&1")).toContain("No such file");
  });

  test("an account is made once, cannot log in, and a program runs as it", async () => {
    const host = on(name);
    const { users } = host;
    expect([...(await users.existing(["stead-foobar-com", "root"]))]).toEqual(["root"]);
    await users.create("stead-foobar-com");
    await users.create("stead-foobar-com");
    expect([...(await users.existing(["stead-foobar-com"]))]).toEqual(["stead-foobar-com"]);
    expect((await host.run(["id", "-un"], { account: "stead-foobar-com" })).stdout).toBe("stead-foobar-com\n");
    expect(await shell(name, "getent passwd stead-foobar-com | cut -d: -f6,7")).toBe("/nonexistent:/usr/sbin/nologin");
  });

  test("a server that is cut off is noticed in seconds, its lock is free, and it answers again once it is healed", async () => {
    const host = on(name);
    const holder = { verb: "up", by: "ada", pid: 1, since: "" };
    const lock = await host.lock(holder);
    expect(isLock(lock)).toBe(true);
    const running = faultOf(host.run(["sleep", "654"]));
    await sleep(300);
    await site.lab("cut", name);
    const began = Date.now();
    expect(await running).toMatchObject({ code: "SSH_LOST" });
    expect(Date.now() - began).toBeLessThan(25_000);
    await sleep(10_000);
    await site.lab("heal", name);
    if (isLock(lock)) await lock.release();
    const again = await until(async () => {
      const answer = await host.lock(holder).catch(() => undefined);
      return answer && isLock(answer) ? answer : undefined;
    }, 40);
    expect(await shell(name, "pgrep -f '^sleep 654'")).toBe("");
    await again.release();
  });
});

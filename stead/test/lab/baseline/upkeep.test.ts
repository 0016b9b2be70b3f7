import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parts } from "./server-baseline.ts";
import { addresses, names, openBaselineLab, type BaselineLab, type ServerName } from "./baseline-lab.ts";
import { baselineOf, type Baseline } from "./server-baseline.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
if (!isRoot) console.warn("Servers' upkeep is SKIPPED: its lab needs root and Linux. Type sudo npm test -- lab.");

const DOMAIN = "foobar.com";
let lab: BaselineLab;
const wanted = (name: ServerName, spec: object = {}): Promise<Baseline> =>
  baselineOf(lab.hosts[name], DOMAIN, addresses[name], spec);
const up = async (name: ServerName, spec: object = {}): Promise<readonly string[]> => (await wanted(name, spec)).up();

/** In order: each test begins where the one before it ended. */
describe.skipIf(!isRoot)("a server's sshd, upgrades, journal and clock", () => {
  beforeAll(async () => {
    lab = await openBaselineLab(DOMAIN);
  });
  afterAll(() => lab.close());

  describe.each(names)("on %s", (name) => {
    const sshd = (keyword: string): Promise<string> => lab.sh(name, `sshd -T | sed -n 's/^${keyword} //p'`);

    test("who comes in with a key ends passwords; sessions that are open stay", async () => {
      expect(await sshd("passwordauthentication")).toBe("yes");
      const master = await lab.sh(name, "pgrep --oldest --full 'sshd.*notty'");
      expect(await up(name)).toContain("Set up sshd with these settings");
      expect(await sshd("passwordauthentication")).toBe("no");
      expect(await sshd("permitrootlogin")).toBe("without-password");
      expect(await sshd("maxsessions")).toBe("100");
      expect(await lab.sh(name, "pgrep --oldest --full 'sshd.*notty'")).toBe(master);
      expect(await (await wanted(name)).plan()).toEqual([]);
    });

    test("a person who types a password is told at once that only keys count", async () => {
      const asked = `ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o PubkeyAuthentication=no root@${addresses[name][0]} true`;
      expect(await lab.sh(name, asked)).toContain("Permission denied (publickey)");
    });

    test("the author may keep passwords, and end them again", async () => {
      await up(name, { ssh: { passwords: true } });
      expect(await sshd("passwordauthentication")).toBe("yes");
      await up(name, { ssh: { passwords: false } });
      expect(await sshd("passwordauthentication")).toBe("no");
    });

    test("a configuration of somebody else's that sshd refuses is found before anything is touched", async () => {
      await lab.sh(name, "echo 'NoSuchKeyword yes' >/etc/ssh/sshd_config.d/50-mine.conf");
      await expect(up(name, { ssh: { passwords: true } })).rejects.toMatchObject({
        faults: [
          {
            code: "CONFIG_REFUSED",
            lines: expect.arrayContaining([expect.stringContaining("NoSuchKeyword")]) as string[],
          },
        ],
      });
      await lab.sh(name, "rm /etc/ssh/sshd_config.d/50-mine.conf");
      expect(await sshd("passwordauthentication")).toBe("no");
      expect(await up(name)).toEqual([]);
    });

    test("settings that keep everybody out are taken back by the server itself", async () => {
      const { files, lifeline } = lab.hosts[name];
      const wish = "/etc/stead/host/sshd.conf";
      const before = new TextDecoder().decode(await files.read(wish));
      await files.write(wish, `${before}DenyUsers *\n`, { mode: 0o644 });
      await lifeline?.arm("sshd", ["/etc/stead/host/bin/sshd", "back"], 5);
      await lab.sh(name, "/etc/stead/host/bin/sshd try");
      expect(await lifeline?.reaches(3)).toBe(false);
      await expect.poll(() => lifeline?.reaches(3), { timeout: 10_000 }).toBe(true);
      expect(await up(name)).toContain("Set up sshd with these settings");
    });

    test("unattended upgrades take the security archive alone, and no engine of the site", async () => {
      const said = await lab.sh(name, "unattended-upgrade --dry-run --debug");
      expect(said).toMatch(
        /Allowed origins are: origin=Debian,codename=\w+,label=Debian-Security, origin=Debian,codename=\w+-security,label=Debian-Security\s/u,
      );
      expect(said).toMatch(/blacklist.*\^\(lib\)\?knot \^\(lib\)\?mariadb \^\(lib\)\?nginx/u);
      expect(await lab.sh(name, "apt-config dump Unattended-Upgrade::Automatic-Reboot")).toContain('"false"');
    });

    test("the journal has taken in its bound", async () => {
      await up(name, { baseline: { journal: "50M" } });
      expect(
        await lab.sh(name, "journalctl -u systemd-journald -n 20 --no-pager | grep -Eo 'max 50(.0)?M' | tail -n 1"),
      ).toMatch(/^max 50/u);
      expect(await lab.sh(name, "ls -d /var/log/journal")).toBe("/var/log/journal");
      await up(name);
    });

    test("the clock's check says how it is, and fails while nobody knows", async () => {
      const { topology } = await wanted(name);
      const [check] = parts
        .flatMap((part) => part.checks(topology, name))
        .filter((one) => one.says === "The clock is right");
      if (check?.kind !== "command") throw new Error("no check");
      // A host of a lab has its machine's clock, and no time server to ask.
      const { exitCode, stdout } = await lab.hosts[name].run(check.run);
      expect([exitCode, stdout.trim()]).toEqual([1, "nobody knows how far it is off: no time server has answered"]);
      await lab.hosts[name].files.write(
        "/usr/local/bin/chronyc",
        "#!/bin/sh\necho 'System time     : 0.000345678 seconds slow of NTP time'\n",
        { mode: 0o755 },
      );
      const right = await lab.sh(name, `PATH=/usr/local/bin:$PATH ${check.run[0]}; echo $?`);
      expect(right).toBe("0.346 ms off (chrony)\n0");
      await lab.sh(name, "sed -i 's/0.000345678/86400.25/' /usr/local/bin/chronyc");
      expect(await lab.sh(name, `PATH=/usr/local/bin:$PATH ${check.run[0]}; echo $?`)).toBe(
        "86400.2 s off (chrony)\n1",
      );
      await lab.sh(name, "rm /usr/local/bin/chronyc");
    });

    test("after a reboot there is nothing to do", async () => {
      await lab.site.lab("reboot", name);
      await lab.again(name);
      expect(await (await wanted(name)).plan()).toEqual([]);
    });

    test("taken away, sshd is as it was before", async () => {
      await (await wanted(name)).remove();
      expect(await sshd("passwordauthentication")).toBe("yes");
      expect(await lab.sh(name, "find /etc -iname '*stead*' ! -name 80-stead-lab ! -path /etc/stead")).toBe("");
    });
  });
});

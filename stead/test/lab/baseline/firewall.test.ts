import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { programPath } from "../../../src/components/firewall/paths.ts";
import { addresses, names, openBaselineLab, type BaselineLab, type ServerName } from "./baseline-lab.ts";
import { listenOn } from "./listeners.ts";
import { baselineOf, type Baseline } from "./server-baseline.ts";
import { labWorks } from "../../setup/lab-works.ts";

const DOMAIN = "foobar.com";
/** Of the router, by which this machine reaches the hosts. */
const OPERATOR = ["169.254.77.1", "fd53:7465:6164::1"];
const FOREIGN = "nft 'add table ip mine; add chain ip mine c; add rule ip mine c counter accept'";
const ACCOUNT = "stead-foobar-com";

let lab: BaselineLab;
const wanted = (name: ServerName, spec: object = {}, domain = DOMAIN): Promise<Baseline> =>
  baselineOf(lab.hosts[name], domain, addresses[name], spec);
const up = async (name: ServerName, spec: object = {}, domain = DOMAIN): Promise<readonly string[]> =>
  (await wanted(name, spec, domain)).up();

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks)("a server's firewall", () => {
  beforeAll(async () => {
    lab = await openBaselineLab(DOMAIN);
    for (const name of names) {
      await listenOn(lab.hosts[name], [53, 80, 3306, 8443]);
      await lab.sh(name, FOREIGN);
    }
  });
  afterAll(() => lab.close());

  describe.each(names)("on %s", (name) => {
    const [v4, v6] = addresses[name];
    const knocks = async (port: number): Promise<readonly string[]> =>
      Promise.all([
        lab.knock("tcp", v4, port),
        lab.knock("tcp", v6, port),
        lab.knock("udp", v4, port),
        lab.knock("udp", v6, port),
      ]);
    const table = (): Promise<string> => lab.sh(name, "nft --stateless list table inet stead");

    test("before there is one, everything answers: the test can see what is open", async () => {
      expect(await knocks(3306)).toEqual(["open", "open", "open", "open"]);
    });

    test("up sets it up, and again there is nothing to do", async () => {
      expect(await up(name)).toContain("Set up the firewall");
      expect(await (await wanted(name)).plan()).toEqual([]);
    });

    test("from outside only what is meant answers, over both protocols; the rest is refused at once", async () => {
      expect(await knocks(80)).toEqual(["open", "open", "refused", "refused"]);
      expect(await knocks(53)).toEqual(["open", "open", "open", "open"]);
      expect(await knocks(3306)).toEqual(["refused", "refused", "refused", "refused"]);
      expect(await knocks(8443)).toEqual(["refused", "refused", "refused", "refused"]);
      expect(await knocks(22)).toEqual(["open", "open", "refused", "refused"]);
      const other = names.find((one) => one !== name) ?? name;
      for (const address of [v4, v6])
        expect(await lab.sh(other, `ping -c1 -W2 -q ${address}`)).toContain(" 0% packet loss");
    });

    test("a table of somebody else stays as it was", async () => {
      expect(await lab.sh(name, "nft list table ip mine")).toMatch(/counter packets 0 bytes 0 accept/u);
    });

    test("a port that the site's author lists is opened, and closed again", async () => {
      await up(name, { firewall: { open: ["8443/udp"] } });
      expect(await knocks(8443)).toEqual(["refused", "refused", "open", "open"]);
      await up(name);
      expect(await knocks(8443)).toEqual(["refused", "refused", "refused", "refused"]);
    });

    test("what somebody changes or flushes by hand is seen, and put right", async () => {
      await lab.sh(name, "nft add element inet stead open_tcp '{ 3306 }'");
      expect(await (await wanted(name)).plan()).toEqual(["Set up the firewall"]);
      await lab.sh(name, "nft delete table inet stead");
      expect(await up(name)).toEqual(["Set up the firewall"]);
      expect(await knocks(3306)).toEqual(["refused", "refused", "refused", "refused"]);
    });

    test("it is back after Debian's own service has flushed everything", async () => {
      const before = await table();
      for (const verb of ["restart", "reload"]) {
        await lab.sh(name, `systemctl start nftables; systemctl ${verb} nftables`);
        await expect.poll(table, { timeout: 5000 }).toBe(before);
      }
      await lab.sh(name, "systemctl stop nftables; systemctl start stead-host-firewall");
    });

    test("a change that would cut SSH is taken back, and the error says so", async () => {
      const before = await table();
      await expect(up(name, { firewall: { sshFrom: ["192.0.2.1"] } })).rejects.toMatchObject({
        faults: [{ code: "WAY_CUT", what: expect.stringContaining("was taken back") as string }],
      });
      expect(await table()).toBe(before);
      expect(await (await wanted(name)).up()).toContain("Set up the firewall");
      expect(await lab.sh(name, "systemctl list-units --all 'stead-guard-*'")).toContain("0 loaded units");
    });

    test("a change that locks the operator out for good is taken back by the server itself", async () => {
      const { files, lifeline } = lab.hosts[name];
      const base = new TextDecoder().decode(await files.read("/etc/stead/host/firewall/base.nft"));
      const closed = base
        .replaceAll("ct state established,related accept", "")
        .replaceAll(/tcp dport \{ 22 \} accept/gu, "");
      await files.write(
        "/etc/stead/host/firewall/base.nft",
        closed.replace("tcp flags &", "#").replace("tcp dport @open_tcp accept", ""),
        { mode: 0o644 },
      );
      await lifeline?.arm("firewall", [programPath, "back"], 6);
      const began = performance.now();
      // Unless told, systemd may take a minute longer (AccuracySec, systemd.timer(5)): longer than the guard waits.
      const soon = ["--on-active=500ms", "--timer-property=AccuracySec=50ms"];
      await lab.hosts[name].run(["systemd-run", "--quiet", ...soon, programPath, "try"]);
      await expect.poll(() => lab.knock("tcp", v4, 80), { timeout: 5000 }).toBe("refused");
      await expect.poll(() => lab.knock("tcp", v4, 80), { timeout: 10_000, interval: 200 }).toBe("open");
      expect((performance.now() - began) / 1000).toBeGreaterThan(3);
      await lab.again(name);
      expect(await lab.hosts[name].lifeline?.disarm("firewall")).toBe(false);
      expect(await up(name)).toContain("Set up the firewall");
    });

    test("SSH may be kept to the networks of its operators", async () => {
      await up(name, { firewall: { sshFrom: OPERATOR } });
      const other = names.find((one) => one !== name) ?? name;
      const tried = await lab.sh(other, `bash -c '</dev/tcp/${v4}/22' && echo in`);
      expect(tried).toContain("Connection refused");
      await up(name);
      expect(await lab.sh(other, `bash -c '</dev/tcp/${v4}/22' && echo in`)).toBe("in");
    });

    test("after a reboot it is the same before anything else is", async () => {
      const before = await table();
      await lab.site.lab("reboot", name);
      await lab.again(name);
      expect(await table()).toBe(before);
      expect(await (await wanted(name)).plan()).toEqual([]);
      expect(await knocks(3306)).toEqual(["refused", "refused", "refused", "refused"]);
      const order = await lab.sh(
        name,
        "systemctl show -P ActiveEnterTimestampMonotonic stead-host-firewall systemd-networkd ssh",
      );
      const [firewall = 0, ...later] = order.split(/\s+/u).map(Number);
      expect(later.every((time) => time > firewall)).toBe(true);
    });

    test("app.egress holds the application's account, and nobody else", async () => {
      const other = names.find((one) => one !== name) ?? name;
      const [there4, there6] = addresses[other];
      const reaches = (who: string, address: string, port: number): Promise<string> =>
        lab
          .sh(name, `runuser -u ${who} -- timeout 3 bash -c '</dev/tcp/${address}/${port}' && echo yes || echo no`)
          .then((said) => said.split("\n").at(-1) ?? "");
      expect(await reaches(ACCOUNT, there4, 80)).toBe("yes");
      await up(name, { app: { start: "node server.js", egress: [`${there4}:80`, `[${there6}]:53`] } });
      expect(await reaches(ACCOUNT, there4, 80)).toBe("yes");
      expect(await reaches(ACCOUNT, there4, 53)).toBe("no");
      expect(await reaches(ACCOUNT, there6, 80)).toBe("no");
      expect(await reaches(ACCOUNT, there6, 53)).toBe("yes");
      expect(await reaches(ACCOUNT, "127.0.0.1", 3306)).toBe("yes");
      expect(await reaches("root", there4, 53)).toBe("yes");
      await up(name);
      expect(await reaches(ACCOUNT, there4, 53)).toBe("yes");
    });

    test("a second site shares the base and adds its own; either leaves without the other noticing", async () => {
      const second = { firewall: { open: ["8443/tcp"] } };
      const says = await up(name, second, "other.example");
      expect(says).not.toContainEqual(expect.stringContaining("base.nft"));
      expect((await knocks(8443))[0]).toBe("open");
      expect(await (await wanted(name)).plan()).toEqual([]);
      await (await wanted(name, second, "other.example")).remove();
      expect((await knocks(8443))[0]).toBe("refused");
      expect((await knocks(80))[0]).toBe("open");
      expect(await (await wanted(name)).plan()).toEqual([]);
    });

    test("two sites that want another base clash, and both are named", async () => {
      const other = wanted(name, { firewall: { sshFrom: OPERATOR } }, "other.example");
      await expect((await other).plan()).rejects.toMatchObject({
        faults: [{ code: "STATE_CLASH", what: expect.stringMatching(/^foobar\.com.*firewall\.sshFrom/u) as string }],
      });
    });

    test("the last site takes everything away, but what is somebody else's", async () => {
      await lab.sh(name, FOREIGN);
      await (await wanted(name)).remove();
      expect(await lab.sh(name, "nft list tables")).toBe("table ip mine");
      expect(
        await lab.sh(
          name,
          "ls -d /etc/stead/host /etc/systemd/system/*stead* /run/stead-*; systemctl list-units --all '*stead*'",
        ),
      ).not.toMatch(/^\/|loaded active/mu);
      expect((await knocks(3306))[0]).toBe("open");
    });
  });
});

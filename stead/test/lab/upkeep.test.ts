import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labWorks } from "../setup/lab-works.ts";
import { LISTENERS } from "./listeners.ts";
import { makeServerSite, type ServerSite } from "./server-site.ts";

const notify = {
  email: "ops@example.org",
  smtp: "smtp://127.0.0.1:2525",
  webhook: "http://127.0.0.1:9099/hooks/secret",
};
const WATCH = "/etc/stead/foobar.com/bin/watch";
const PROVED = "/var/lib/stead/foobar.com/proved-restore";
/** A host of a lab has its machine's clock, and no time server to ask. */
const clock = (words: string): string =>
  `printf '#!/bin/sh\\necho "System time     : ${words} of NTP time"\\n' >/usr/local/bin/chronyc; chmod 755 /usr/local/bin/chronyc`;
const rightClock = clock("0.0001 seconds slow");

interface Found {
  readonly verdict: "ok" | "warning" | "fault";
  readonly says: string;
}

/** What is broken, how it is mended, and what doctor says of it. */
interface Case {
  readonly breaks: string;
  readonly mends: string;
  readonly verdict: Found["verdict"];
  readonly says: RegExp;
}

/** Commands on the server; `lab …`: of stead, around it. */
const cases: Readonly<Record<string, Case>> = {
  "delegation at the parent": {
    breaks: "lab registrar ns ns1.foobar.com=203.0.113.9",
    mends: "lab registrar reset",
    verdict: "fault",
    says: /203\.0\.113\.9/u,
  },
  "answers of our own name server, and a port on which nobody listens": {
    breaks: "systemctl stop stead-host-knot",
    mends: "systemctl start stead-host-knot",
    verdict: "fault",
    says: /^Nobody listens on port 53\/udp, which is for the name server\.$/u,
  },
  "a certificate that nobody trusts": {
    breaks: "cd /etc/stead/foobar.com/tls/live && cp authority /root/ && echo nobody >authority",
    mends: "cp /root/authority /etc/stead/foobar.com/tls/live/authority",
    verdict: "fault",
    says: /^The certificate counts\? No: a placeholder/u,
  },
  "a clock that is off": {
    breaks: clock("86400.2 seconds slow"),
    mends: rightClock,
    verdict: "fault",
    says: /^The clock is right\? No: 86400\.2 s off/u,
  },
  "a disk that is nearly full": {
    breaks: "fallocate -l $(($(df --output=avail -B1 / | tail -n 1) * 97 / 100)) /filler",
    mends: "rm /filler",
    verdict: "warning",
    says: /^The disk is (?:8[6-9]|9\d)% full: /u,
  },
  "somebody who listens for others (peers.md 57)": {
    breaks: "systemd-run --quiet --unit=stranger python3 -m http.server 8123; sleep 2",
    mends: "systemctl stop stranger",
    verdict: "warning",
    says: /^python3 listens on 0\.0\.0\.0 port 8123\/tcp/u,
  },
  "a firewall that somebody took away": {
    breaks: "nft delete table inet stead",
    mends: "systemctl restart stead-host-firewall",
    verdict: "fault",
    says: /^The firewall is in force as written\? No/u,
  },
  "a unit that failed": {
    breaks: "systemd-run --quiet --unit=stead-foobar.com-thing /bin/false; sleep 1",
    mends: "systemctl reset-failed stead-foobar.com-thing",
    verdict: "fault",
    says: /^stead-foobar\.com-thing\.service has failed\.$/u,
  },
  "a backup that is too old": {
    breaks: `cp ${PROVED} /root/; sed -i 's/^[^ ]*/2026-01-01T00:00:00Z/' ${PROVED}`,
    mends: `cp -p /root/proved-restore ${PROVED}`,
    verdict: "fault",
    says: /^The last backup that was proved by a restore was so \d+ d .*more than 26 hours/u,
  },
  "a restart that a package asked for": {
    breaks: "touch /run/reboot-required",
    mends: "rm /run/reboot-required",
    verdict: "warning",
    says: /^The server needs a restart\./u,
  },
};

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks)("a server's upkeep", () => {
  let site: ServerSite;
  const doctor = async (): Promise<readonly Found[]> => {
    const { stdout } = await site.stead("doctor", "production", "--json");
    return (JSON.parse(stdout) as { readonly findings: readonly Found[] }).findings;
  };
  const act = async (command: string): Promise<void> => {
    if (command.startsWith("lab ")) await site.well(...command.split(" "));
    else await site.on(`{ ${command}; } 2>&1`);
  };
  /** What came since the last look, by both ways. */
  const heard = async (): Promise<{ readonly chat: string; readonly mail: string }> => ({
    chat: await site.on("mv /run/chat.log /run/chat.read 2>/dev/null && cat /run/chat.read"),
    mail: await site.on("mv /run/mail.log /run/mail.read 2>/dev/null && grep ^Subject: /run/mail.read | tr -d '\\r'"),
  });

  beforeAll(async () => {
    site = await makeServerSite(12, { settings: { notify, backup: { to: "/srv/backup" } } });
    await site.well("up", "production", "--yes");
    await site.on(`mkdir -p /srv/backup; ${rightClock}`);
    await site.well("backup", "now", "production");
  });
  afterAll(() => site.close());

  test("a way that leads nowhere is told with its own words; nothing of it is a secret", async () => {
    const ended = await site.stead("notify", "production", "--test");
    expect([ended.exitCode, ended.stderr]).toEqual([1, expect.stringContaining("NOTICE_LOST")]);
    expect(ended.stderr).toMatch(/No notice got through by mail\.[^]*No notice got through by webhook\./u);
    expect(ended.stderr + ended.stdout).not.toContain("hooks/secret");
  });

  test("stead notify --test arrives by a relay and by a webhook", async () => {
    await site.on(
      `cat >/opt/listen.py <<'END'\n${LISTENERS}\nEND\nsystemd-run --quiet python3 /opt/listen.py; sleep 1`,
    );
    expect(await site.well("notify", "production", "--test")).toMatch(
      /web1 has sent a test to ops@example\.org \(mail by 127\.0\.0\.1:2525\) and a\s+webhook of 127\.0\.0\.1:9099/u,
    );
    const { chat, mail } = await heard();
    expect(chat).toBe('{"text":"[foobar.com] web1: this is a test. So you are told when something goes wrong."}');
    expect(mail).toBe("Subject: [foobar.com] web1: this is a test. So you are told when something goes wrong.");
  });

  test("while all is well nobody is told anything", async () => {
    await site.on(WATCH);
    expect(await heard()).toEqual({ chat: "", mail: "" });
    expect(await site.answer("notify", "production")).toMatchObject({ hosts: [{ host: "web1", wrong: [] }] });
  });

  test("an engine that all sites share is told of at once when it does not come up, and when it is back", async () => {
    await site.on("chmod 000 /usr/sbin/nginx; systemctl kill --signal=KILL stead-host-nginx");
    await expect
      .poll(async () => (await heard()).chat, { timeout: 60_000, interval: 2000 })
      .toContain("web1: stead-host-nginx.service has failed");
    expect(await site.answer("notify", "production")).toMatchObject({
      hosts: [{ wrong: [{ says: "stead-host-nginx.service has failed" }] }],
    });
    expect((await site.on(WATCH)) + (await heard()).chat).toBe("");
    await site.on(`chmod 755 /usr/sbin/nginx; systemctl restart stead-host-nginx; ${WATCH}; ${WATCH}`);
    expect((await heard()).chat).toBe('{"text":"[foobar.com] web1: it is over: stead-host-nginx.service has failed"}');
  });

  test("a process that ends again and again, each time after a while, is told of although it runs whenever one looks", async () => {
    const [unit] = (
      await site.on("systemctl list-units --plain --no-legend 'stead-foobar.com-worker*' | cut -d ' ' -f 1")
    ).split("\n");
    await site.on(
      `for i in 1 2 3 4 5 6 7; do touch -d '1 minute ago' /run/stead-starts/*; systemctl kill --signal=KILL ${unit}; sleep 1; until systemctl is-active -q ${unit}; do sleep 0.5; done; done; ${WATCH}`,
    );
    expect((await heard()).chat).toContain(`${unit} ends again and again`);
    await site.on(WATCH);
    expect((await heard()).chat).toContain(`it is over: ${unit} ends again and again`);
  });

  test.each(Object.entries(cases))(
    "doctor finds %s, and that it is mended",
    async (_name, { breaks, mends, verdict, says }) => {
      const about = (found: readonly Found[]) => found.filter((one) => says.test(one.says)).map((one) => one.verdict);
      expect(about(await doctor())).toEqual([]);
      await act(breaks);
      const broken = await doctor();
      await act(mends);
      expect(
        about(broken),
        JSON.stringify(
          broken.filter((one) => one.verdict !== "ok"),
          undefined,
          1,
        ),
      ).toEqual([verdict]);
      expect(about(await doctor())).toEqual([]);
    },
  );
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addresses, names, openBaselineLab, type BaselineLab } from "./baseline-lab.ts";
import { baselineOf } from "./server-baseline.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
if (!isRoot) console.warn("Notices are SKIPPED: their lab needs root and Linux. Type sudo npm test -- lab.");

const DOMAIN = "foobar.com";
const wish = {
  notify: { email: "ops@example.org", webhook: "http://127.0.0.1:9099/hooks/secret" },
  database: { engine: "mariadb" },
  backup: { to: "/srv/backup" },
};

/** A chat program: it keeps the last line of each request, which is its body. */
const CHAT = `
import socket
s = socket.create_server(("127.0.0.1", 9099))
while True:
    c = s.accept()[0]; data = b""
    while b'"}' not in data: data += c.recv(4096)
    open("/run/chat.log", "ab").write(data.split(b"\\r\\n\\r\\n", 1)[1] + b"\\n")
    c.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n"); c.close()
`;
const CHRONYC = "#!/bin/sh\necho 'System time     : 0.0001 seconds slow of NTP time'\n";
const WATCH = `/etc/stead/${DOMAIN}/bin/watch`;

/** Signs a certificate of its own with a life of its own. */
const certificate = (life: string): string => `
mkdir -p /etc/stead/${DOMAIN}/tls /run/ca; cd /run/ca; : >index; echo 01 >serial
printf '[ca]\\ndefault_ca=d\\n[d]\\nnew_certs_dir=.\\ndatabase=index\\nserial=serial\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n' >ca.cnf
openssl req -new -newkey rsa:2048 -nodes -keyout key -subj /CN=x -out csr
openssl ca -batch -notext -config ca.cnf -selfsign -keyfile key -in csr ${life} -out /etc/stead/${DOMAIN}/tls/x.crt`;

let lab: BaselineLab;

/** In order: each test begins where the one before it ended. */
describe.skipIf(!isRoot)("somebody is told", () => {
  beforeAll(async () => {
    lab = await openBaselineLab(DOMAIN);
  });
  afterAll(() => lab.close());

  describe.each(names)("on %s", (name) => {
    /** What came since the last look, by both ways. */
    const heard = async (): Promise<{ readonly chat: string; readonly mail: string }> => ({
      chat: await lab.sh(name, "mv /run/chat.log /run/chat.read 2>/dev/null && cat /run/chat.read"),
      mail: await lab.sh(name, "mv /run/mail.log /run/mail.read 2>/dev/null && grep ^Subject: /run/mail.read"),
    });
    const told = async (command: string): Promise<string> => {
      await lab.sh(name, `${command}\n${WATCH}`);
      return (await heard()).chat;
    };

    test("up sets it up, and a test of the way arrives by mail and by webhook", async () => {
      const { files } = lab.hosts[name];
      await files.write("/opt/chat.py", CHAT, { mode: 0o644 });
      await files.write("/usr/sbin/sendmail", "#!/bin/sh\ncat >>/run/mail.log\n", { mode: 0o755 });
      await files.write("/usr/local/bin/chronyc", CHRONYC, { mode: 0o755 });
      await lab.sh(name, "systemd-run --quiet python3 /opt/chat.py");
      const baseline = await baselineOf(lab.hosts[name], DOMAIN, addresses[name], wish);
      expect(await baseline.up()).toContain("Set up an hourly look whether something is wrong");
      expect(await (await baselineOf(lab.hosts[name], DOMAIN, addresses[name], wish)).plan()).toEqual([]);
      await lab.sh(name, `/etc/stead/${DOMAIN}/bin/notify test`);
      const { chat, mail } = await heard();
      expect(chat).toBe(`{"text":"[${DOMAIN}] ${name}: this is a test. So you are told when something goes wrong."}`);
      expect(mail).toBe(`Subject: [${DOMAIN}] ${name}: this is a test. So you are told when something goes wrong.`);
      expect(await lab.sh(name, `grep -rl hooks/secret /etc | xargs stat -c '%a %n'`)).toBe(
        `600 /etc/stead/${DOMAIN}/notify-webhook.curl`,
      );
    });

    test("while all is well nobody is told anything", async () => {
      expect(await told("true")).toBe("");
    });

    test("a unit that fails is told at once, once, and that it is over", async () => {
      const unit = (program: string): Promise<string> =>
        lab.sh(
          name,
          `printf '[Service]\\nType=oneshot\\nExecStart=${program}\\n' >/etc/systemd/system/stead-${DOMAIN}-job@1.service; systemctl daemon-reload; systemctl start stead-${DOMAIN}-job@1`,
        );
      await unit("/bin/false");
      await expect
        .poll(async () => (await heard()).chat, { timeout: 20_000 })
        .toContain(`stead-${DOMAIN}-job@1.service has failed`);
      expect(await told("true")).toBe("");
      await unit("/bin/true");
      expect(await told("true")).toMatch(/it is over: stead-foobar\.com-job@1\.service has failed/u);
      expect(await told("true")).toBe("");
    });

    const broken: readonly (readonly [string, string, string, RegExp])[] = [
      [
        "a clock that nobody knows",
        "rm /usr/local/bin/chronyc",
        `printf '%s' "${CHRONYC.replaceAll("\n", "\\n")}" | sed 's/\\\\n/\\n/g' >/usr/local/bin/chronyc; chmod 755 /usr/local/bin/chronyc`,
        /the clock: nobody knows/u,
      ],
      [
        "a certificate that ends",
        certificate("-startdate 20250101000000Z -enddate 20250401000000Z"),
        certificate("-days 90"),
        /the certificate x ends in -\d+ hours/u,
      ],
      [
        "no proved restore",
        `touch -d '27 hours ago' /var/lib/stead/${DOMAIN}/proved-restore`,
        `touch /var/lib/stead/${DOMAIN}/proved-restore`,
        /no backup was proved/u,
      ],
      [
        "a disk that is full",
        "room=$(df --output=avail -B1 / | tail -n 1); fallocate -l $((room - 4096)) /filler",
        "rm /filler",
        /the disk of \/ is (9\d|100)% full/u,
      ],
    ];
    test.each(broken)("%s: once when it begins, once when it is over", async (_what, breaks, mends, words) => {
      expect(await told(breaks)).toMatch(words);
      expect(await told(":")).not.toMatch(words);
      expect(await told(mends)).toMatch(/it is over|^$/u);
      expect(await told(":")).toBe("");
    });

    test("a disk that will be full within a day, until it grows no more", async () => {
      const hourAgo = `echo "$(($(date +%s) - 3600)) 1000" >/var/lib/stead/${DOMAIN}/notify/.used_`;
      expect(await told(`${hourAgo}; fallocate -l 2G /filler`)).toContain("the disk of / will be full within a day");
      expect(await told("rm /filler")).toContain("it is over: the disk of / will be full within a day");
      expect(await told(":")).toBe("");
    });

    test("what could not be told by one way is tried again by that way alone", async () => {
      await lab.sh(name, "mv /usr/sbin/sendmail /opt/sendmail");
      expect(await told("rm /usr/local/bin/chronyc")).toContain("nobody knows");
      await lab.sh(name, `mv /opt/sendmail /usr/sbin/sendmail\n${WATCH}`);
      const { chat, mail } = await heard();
      expect([chat, mail]).toEqual(["", expect.stringContaining("nobody knows")]);
    });

    test("taken away, nothing of it is left", async () => {
      await (await baselineOf(lab.hosts[name], DOMAIN, addresses[name], wish)).remove();
      expect(
        await lab.sh(
          name,
          `ls -d /etc/systemd/system/*stead-notify* /etc/systemd/system/*stead-watch* /etc/stead/${DOMAIN}/bin`,
        ),
      ).not.toMatch(/^\//mu);
    });
  });
});

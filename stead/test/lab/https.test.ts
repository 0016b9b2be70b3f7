import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labWorks } from "../setup/lab-works.ts";
import { CERTIFICATE, LATER } from "./renewal.ts";
import { makeServerSite, type ServerSite } from "./server-site.ts";

const LOAD = join(import.meta.dirname, "https-load.mjs");

interface Counted {
  readonly sent: number;
  readonly failed: number;
  readonly resent: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** In order: each test begins where the one before it ended. */
describe.skipIf(!labWorks).each([12, 13] as const)("HTTPS on a bare server with Debian %i", (debian) => {
  let site: ServerSite;
  /** As a visitor of the lab, who finds the name by himself and trusts the lab's authority. */
  const curl = async (...words: readonly string[]): Promise<string> =>
    (await site.stead("lab", "run", "--trust", "--", "curl", "--silent", "--max-time", "10", ...words)).stdout;
  const serial = (): Promise<string> =>
    site.on("openssl x509 -noout -serial -in /etc/stead/foobar.com/tls/foobar.com.crt");

  beforeAll(async () => {
    site = await makeServerSite(debian);
  });
  afterAll(() => site.close());

  test("the authority is not asked while the names lead elsewhere, and all else is done", async () => {
    await site.well("lab", "registrar", "ns", "ns1.foobar.com=203.0.113.9");
    const ended = await site.stead("up", "production", "--yes");
    expect([ended.exitCode, ended.stderr]).toEqual([1, expect.stringContaining("NAMES_LEAD_ELSEWHERE")]);
    expect(ended.stderr).toMatch(/www\.foobar\.com: .*203\.0\.113\.7/u);
    expect(
      await curl("--insecure", "--resolve", "www.foobar.com:443:203.0.113.7", "https://www.foobar.com/"),
    ).toContain("edition one");
    expect(await site.on("ls /var/lib/stead/foobar.com/tls/accounts 2>&1")).toContain("No such file");
    await site.well("lab", "registrar", "reset");
  });

  test("up gets the certificate: the page is shown over HTTP/2, found and proved as visitors do", async () => {
    expect(await site.well("up", "production", "--yes")).toContain("https://www.foobar.com");
    const answer = await curl("--write-out", "%{http_code} %{http_version}", "https://www.foobar.com/");
    expect(answer).toMatch(/^edition one, \d migrations\n200 2$/u);
    expect(await curl("--http1.1", "--write-out", "%{http_code}", "https://www.foobar.com/file.txt")).toContain("200");
    expect(await site.on("stat -Lc '%a %U:%G' /etc/stead/foobar.com/tls/foobar.com.key")).toBe("640 root:www-data");
  });

  test("again there is nothing to do", async () => {
    expect(await site.answer("up", "production", "--yes")).toMatchObject({ changes: [] });
  });

  test("without encryption one is led to it, and from each name to the public one", async () => {
    const words = ["--output", "/dev/null", "--write-out", "%{http_code} %{redirect_url}"];
    expect(await curl(...words, "http://foobar.com/a?b=c")).toBe("308 https://foobar.com/a?b=c");
    expect(await curl(...words, "https://foobar.com/a?b=c")).toBe("308 https://www.foobar.com/a?b=c");
    expect(await curl(...words, "http://www.foobar.com/.well-known/acme-challenge/none")).toBe("404 ");
  });

  test("old protocols and unknown names are refused", async () => {
    const with11 = ["--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", "--write-out", "%{http_code}"];
    expect(await curl(...with11, "https://www.foobar.com/")).toBe("000");
    const unknown = ["--insecure", "--resolve", "other.com:443:203.0.113.7", "--write-out", "%{http_code}"];
    expect(await curl(...unknown, "https://other.com/")).toBe("000");
  });

  test("doctor and status tell how long it counts", async () => {
    expect((await site.stead("doctor", "production")).stdout).toMatch(
      /The certificate counts: until \d{4}-.*% of its life/u,
    );
    expect(await site.well("status", "production")).toMatch(/certificate +until \d{4}-/u);
  });

  test("three renewals under load lose nothing", async () => {
    const stop = join(site.folder, "stop");
    const loading = site.stead("lab", "run", "--trust", "--", process.execPath, LOAD, "https://www.foobar.com", stop);
    const serials = new Set([await serial()]);
    for (let round = 0; round < 3; round += 1) {
      expect(await site.on(`${LATER} ${CERTIFICATE} renew; echo $?`)).toBe("0");
      serials.add(await serial());
    }
    writeFileSync(stop, "");
    const ended = await loading;
    const counted = JSON.parse(ended.stdout) as Counted;
    expect(serials.size).toBe(4);
    expect(counted.sent).toBeGreaterThan(500);
    expect([counted.failed, counted.reasons]).toEqual([0, {}]);
  });

  test("an authority that cannot see the site: clear words, and the old certificate serves on", async () => {
    // A new one: it has not seen the site yet.
    await site.well("lab", "authority");
    const before = await serial();
    await site.on("chmod 700 /var/lib/stead/foobar.com/tls/challenges");
    const said = await site.on(`${LATER} ${CERTIFICATE} renew 2>&1; echo $?`);
    await site.on("chmod 755 /var/lib/stead/foobar.com/tls/challenges");
    expect(said).toMatch(/gave no certificate for www\.foobar\.com.*serves on[^]*403[^]*\n1$/u);
    expect(await serial()).toBe(before);
    expect(await curl("--insecure", "https://www.foobar.com/")).toContain("edition one");
  });

  test("an expired certificate is renewed by the timer's unit", async () => {
    await site.well("lab", "authority", "30");
    expect(await site.on(`${LATER} ${CERTIFICATE} renew; echo $?`)).toBe("0");
    await expect
      .poll(
        async () =>
          (await site.on("openssl x509 -noout -checkend 0 -in /etc/stead/foobar.com/tls/foobar.com.crt; echo $?")).at(
            -1,
          ),
        { timeout: 60_000, interval: 2000 },
      )
      .toBe("1");
    expect(site.page().status).toBe(0);
    expect(await site.on("systemctl is-active stead-foobar.com-certificate.timer")).toBe("active");
    await site.well("lab", "authority");
    expect(await site.on("systemctl start stead-foobar.com-certificate.service; echo $?")).toBe("0");
    expect(site.page().status).toBe(200);
    expect(await site.answer("plan", "production")).toMatchObject({ changes: [] });
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeLabSite, type LabSite } from "./lab-site.ts";
import { labWorks } from "../setup/lab-works.ts";

const servers = {
  ns: { address: ["203.0.113.7", "2001:db8::7"], debian: 13 },
  six: { address: "2001:db8::8", roles: ["web"], memory: "256m" },
};

/** A name server for the domain, as the site's own would be; the knotd is the layer's. */
const zone = String.raw`printf 'server:\n  listen: [ 203.0.113.7@53, 2001:db8::7@53 ]\nzone:\n  - domain: foobar.com\n    file: /root/zone\n' >/root/knot.conf
printf '@ 60 SOA ns1 hostmaster 1 3600 600 86400 5\n@ 60 NS ns1\nns1 60 A 203.0.113.7\nns1 60 AAAA 2001:db8::7\nwww 60 A 203.0.113.7\n' >/root/zone
mkdir -p /run/knot /var/lib/knot && knotd -c /root/knot.conf -d`;

const DIGEST = "ab".repeat(32);

describe.skipIf(!labWorks)("the lab's own internet", () => {
  let site: LabSite;
  beforeAll(async () => {
    site = makeLabSite(servers);
    await site.lab("up", "--with-packages");
    await site.on("ns", zone);
  });
  afterAll(() => site.close());

  const dig = async (...words: readonly string[]): Promise<string> =>
    (await site.run("run", "--", "kdig", "+time=5", "+retry=1", ...words)).stdout;

  test("it comes with the site's packages, and none of their services runs", async () => {
    expect(await site.on("ns", "command -v knotd nginx | wc -l; pgrep -c 'nginx|mariadbd'")).toBe("2\n0");
  });

  test("the root knows com, com knows the domain's name servers and their addresses, and neither knows more", async () => {
    const root = await dig("@198.41.0.4", "www.foobar.com", "+norec");
    expect(root).toMatch(/^com\.\s+\d+\s+IN\s+NS\s+registry\.lab\./mu);
    expect(root).not.toContain("203.0.113.7");
    const com = await dig("@192.5.6.30", "www.foobar.com", "+norec");
    expect(com).toMatch(/^foobar\.com\.\s+\d+\s+IN\s+NS\s+ns1\.foobar\.com\./mu);
    expect(com).toMatch(/^ns1\.foobar\.com\.\s+\d+\s+IN\s+AAAA\s+2001:db8::7/mu);
    expect(com).toContain("ANSWER: 0");
  });

  test("hosts and clients resolve the site by walking there, over either protocol", async () => {
    expect(await dig("+short", "www.foobar.com")).toBe("203.0.113.7\n");
    expect(await site.on("ns", "getent ahostsv4 www.foobar.com | head -1")).toContain("203.0.113.7");
    expect(await site.on("six", "cat /etc/resolv.conf")).toBe("nameserver fd53:7465:6164::1");
    expect(await site.on("six", "getent hosts ns1.foobar.com")).toContain("2001:db8::7");
    expect(await dig("nothing.com")).toMatch(/status: NXDOMAIN[^]*Flags:[^;]* ad/u);
  });

  test("a DS record at the registrar is believed: an unsigned zone fails until it is taken away", async () => {
    await site.lab("registrar", "ds", `12345 13 2 ${DIGEST}`);
    expect(await dig("+short", "@192.5.6.30", "foobar.com", "DS")).toContain("12345 13 2");
    expect(await dig("www.foobar.com")).toContain("status: SERVFAIL");
    await site.lab("registrar", "ds");
    expect(await dig("+short", "www.foobar.com")).toBe("203.0.113.7\n");
  });

  test("a wrong delegation is lame at once, and reset to what the spec says", async () => {
    await site.lab("registrar", "ns", "ns1.foobar.com=2001:db8::8");
    expect(await dig("www.foobar.com")).toContain("status: SERVFAIL");
    expect(await site.lab("registrar", "reset")).toMatchObject({ nameServers: [{ name: "ns1.foobar.com" }] });
    expect(await dig("+short", "www.foobar.com")).toBe("203.0.113.7\n");
    expect((await site.run("registrar", "ns", "not a name")).stderr).toContain("USAGE");
  });

  test("a domain that is served elsewhere: the provider has it, with the records of a file, until it is taken back", async () => {
    writeFileSync(join(site.folder, "records"), "www A 192.0.2.80\n@ MX 10 mail.example.org.\n");
    await site.lab("registrar", "zone", "records");
    expect(await dig("+short", "foobar.com", "NS")).toBe("provider.lab.\n");
    expect(await dig("+short", "www.foobar.com")).toBe("192.0.2.80\n");
    writeFileSync(join(site.folder, "records"), "www A 192.0.2.81\n");
    await site.lab("registrar", "zone", "records");
    expect(await dig("+short", "www.foobar.com")).toBe("192.0.2.81\n");
    writeFileSync(join(site.folder, "records"), "www A not-an-address\n");
    expect((await site.run("registrar", "zone", "records")).exitCode).not.toBe(0);
    expect(await dig("+short", "www.foobar.com")).toBe("192.0.2.81\n");
    await site.lab("registrar", "reset");
    expect(await dig("+short", "www.foobar.com")).toBe("203.0.113.7\n");
  });

  test("its certificate authority is a stranger until it is trusted: by a client, by the hosts", async () => {
    const { acme } = (await site.lab("status")) as { readonly acme: { readonly directory: string } };
    const ask = ["curl", "--silent", "--max-time", "5", acme.directory];
    expect((await site.run("run", "--", ...ask)).exitCode).toBe(60);
    expect((await site.run("run", "--trust", "--", ...ask)).stdout).toContain("newOrder");
    expect(await site.on("six", `${ask.join(" ")}; echo $?`)).toBe("60");
    await site.lab("trust", "six");
    expect(await site.on("six", ask.join(" "))).toContain("newOrder");
    expect(await site.on("ns", `${ask.join(" ")}; echo $?`)).toBe("60");
  });

  test("started anew, the authority has another root, and certificates of the length that was asked for", async () => {
    const { acme } = (await site.lab("status")) as { readonly acme: { readonly ca: string } };
    const before = readFileSync(acme.ca, "utf8");
    await site.lab("authority", "120");
    expect(readFileSync(acme.ca, "utf8")).not.toBe(before);
    expect(await site.on("six", `curl --silent --max-time 5 https://acme.lab:15000/roots/0 | head -1`)).toContain(
      "BEGIN",
    );
    expect((await site.run("authority", "long")).stderr).toContain("USAGE");
  });

  test("a client has the lab's network and no other, and its own exit status", async () => {
    const hosts = "</dev/tcp/203.0.113.7/22 && </dev/tcp/2001:db8::8/22 && echo both";
    expect((await site.run("run", "--", "bash", "-c", hosts)).stdout).toBe("both\n");
    expect((await site.run("run", "--", "bash", "-c", "</dev/tcp/192.0.2.1/80")).exitCode).toBe(1);
    expect((await site.run("run", "--", "sh", "-c", "exit 7")).exitCode).toBe(7);
    expect((await site.run("run")).stderr).toContain("USAGE");
  });

  test("a host with 256 MB says so, and what takes more is killed; the others have this machine's", async () => {
    const take = "python3 -c 'print(len(bytearray(320 << 20)))' 2>/dev/null; echo $?";
    expect(await site.on("six", "sed -n 's/MemTotal: *//p' /proc/meminfo")).toBe("262144 kB");
    expect(await site.on("six", take)).toBe("137");
    expect(await site.on("ns", take)).toBe(`${320 << 20}\n0`);
  });

  test("another site lives on the same hosts, under its own domain, and goes alone", async () => {
    const { lab } = (await site.lab("status")) as { readonly lab: string };
    const other = makeLabSite({ ns: servers.ns }, { domain: "example.org" });
    try {
      expect((await other.run("join", "production-000000")).stderr).toContain("USAGE");
      await other.lab("join", lab);
      expect(await other.lab("up")).toMatchObject({ lab, made: false });
      expect(await other.on("ns", "hostname")).toBe("ns");
      expect(await dig("@192.5.6.30", "example.org", "NS", "+norec")).toContain("ns1.example.org.");
      expect(await other.lab("down")).toMatchObject({ lab, stays: [site.folder] });
      expect(await dig("@192.5.6.30", "example.org", "NS", "+norec")).not.toContain("ns1.example.org.");
      expect(await site.on("ns", "hostname")).toBe("ns");
    } finally {
      await other.close();
    }
  });

  test("a site whose servers the lab has not may not join it", async () => {
    const { lab } = (await site.lab("status")) as { readonly lab: string };
    const other = makeLabSite({ ns: servers.ns, db: { address: "203.0.113.9" } }, { domain: "example.org" });
    try {
      expect((await other.run("join", lab)).stderr).toContain("environments.production.servers.db");
    } finally {
      await other.close();
    }
  });
});

import { expect, test } from "vitest";
import { readZone } from "../../observe/names/read-zone.ts";
import { importZone } from "./import-zone.ts";

const own = { domain: "foobar.com", website: ["www", "shop"], nameServers: ["ns1"] };
const read = (text: string, how = own) => importZone(readZone(text, "foobar.com"), how);
const key = "k".repeat(300);

/** What a provider's export of a small firm's domain looks like. */
const zone = `$TTL 14400
@ 86400 IN SOA ns1.host.example. admin.host.example. ( 1 2 3 4 5 )
@ 86400 IN NS ns1.host.example.
@ IN A 192.0.2.80
@ IN MX 10 aspmx.l.google.com.
  IN MX 20 mx.foobar.com.
mx 3600 A 192.0.2.25
@ TXT "v=spf1 a mx include:_spf.google.com ~all"
_dmarc TXT ( "v=DMARC1; p=quarantine;"
   " rua=mailto:post@foobar.com" )
google._domainkey 300 TXT "v=DKIM1; k=rsa; p=${key.slice(0, 200)}" "${key.slice(200)}"
_sip._tcp SRV 10 20 5060 sip.example.org.
@ CAA 0 issue "letsencrypt.org"
www CNAME @
shop A 192.0.2.80
ns1 A 192.0.2.53
blog CNAME foobar.github.io.
calendar CNAME @
_acme-challenge TXT "old"
odd TYPE65280 \\# 4 cb00 7119
deep.sub AAAA 2001:DB8::1
_443._tcp.mx TLSA 3 1 1 ${"ab".repeat(32)}
foobar.com. RRSIG A 13 2 3600 20260101000000 20250101000000 1 foobar.com. AAAA
example.org. A 192.0.2.1
`;

test("nothing of a firm's mail is lost, and what Stead writes itself is left out with the reason", () => {
  const { records, leftOut, remarks } = read(zone);
  expect(records).toEqual([
    { name: "@", type: "MX", priority: 10, value: "aspmx.l.google.com", ttl: 14_400 },
    { name: "@", type: "MX", priority: 20, value: "mx", ttl: 14_400 },
    { name: "mx", type: "A", value: "192.0.2.25" },
    { name: "@", type: "TXT", value: "v=spf1 a mx include:_spf.google.com ~all", ttl: 14_400 },
    { name: "_dmarc", type: "TXT", value: "v=DMARC1; p=quarantine; rua=mailto:post@foobar.com", ttl: 14_400 },
    { name: "google._domainkey", type: "TXT", value: `v=DKIM1; k=rsa; p=${key}`, ttl: 300 },
    { name: "_sip._tcp", type: "SRV", priority: 10, weight: 20, port: 5060, value: "sip.example.org", ttl: 14_400 },
    { name: "@", type: "CAA", flags: 0, tag: "issue", value: "letsencrypt.org", ttl: 14_400 },
    { name: "blog", type: "CNAME", value: "foobar.github.io", ttl: 14_400 },
    { name: "calendar", type: "CNAME", value: "@", ttl: 14_400 },
    { name: "odd", type: "TYPE65280", value: String.raw`\# 4 cb007119`, ttl: 14_400 },
    { name: "deep.sub", type: "AAAA", value: "2001:DB8::1", ttl: 14_400 },
    { name: "_443._tcp.mx", type: "TLSA", value: `3 1 1 ${"ab".repeat(32)}`, ttl: 14_400 },
  ]);
  expect(leftOut.map(({ record }) => record.split(" ").slice(0, 2).join(" "))).toEqual([
    "foobar.com SOA",
    "foobar.com NS",
    "foobar.com A",
    "www.foobar.com CNAME",
    "shop.foobar.com A",
    "ns1.foobar.com A",
    "_acme-challenge.foobar.com TXT",
    "foobar.com RRSIG",
    "example.org A",
  ]);
  expect(remarks.map(({ says }) => says)).toEqual([
    expect.stringContaining("ip4:192.0.2.80"),
    expect.stringContaining("your new server"),
  ]);
});

test("mail that led to the website's server goes on leading to the old one, and so do its other names", () => {
  const { records, remarks } = read("@ 60 A 192.0.2.80\n@ 60 MX 0 foobar.com.\nwebmail 60 CNAME foobar.com.\n");
  expect(records).toEqual([
    { name: "@", type: "MX", priority: 0, value: "mail", ttl: 60 },
    { name: "webmail", type: "A", value: "192.0.2.80", ttl: 60 },
    { name: "mail", type: "A", value: "192.0.2.80", ttl: 60 },
  ]);
  expect(remarks).toHaveLength(2);
  const taken = read("@ 60 A 192.0.2.80\n@ 60 MX 0 @\nmail 60 A 192.0.2.99\n");
  expect(taken.records).toContainEqual({ name: "mx", type: "A", value: "192.0.2.80", ttl: 60 });
  const there = read("@ 60 A 192.0.2.80\n@ 60 MX 0 @\nmail 60 CNAME @\n");
  expect(there.records.filter(({ name }) => name === "mail")).toHaveLength(1);
});

test("what the setting does not take is told with the setting's words, and a foreign server's words with theirs", () => {
  const { records, leftOut } = read("x 60 WKS 192.0.2.1 TCP 25\ny 60 A 192.0.2\nz 60 A 192.0.2.1 192.0.2.2\n");
  expect(records).toEqual([]);
  expect(leftOut.map(({ says }) => says)).toEqual([
    "its data is not of its type",
    expect.stringContaining("must be one of"),
    expect.stringContaining("must be an IPv4 address"),
  ]);
});

test("where a provider answers, only its own records are left out", () => {
  const { records } = read("ns1 60 A 192.0.2.53\n_acme-challenge 60 TXT x\n", { ...own, nameServers: [] });
  expect(records).toHaveLength(2);
});

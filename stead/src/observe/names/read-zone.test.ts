import { expect, test } from "vitest";
import { readZone } from "./read-zone.ts";
import { bytesOf } from "./tokens.ts";

const read = (text: string) =>
  readZone(text, "foobar.com", "zone").map(({ name, ttl, type, data }) =>
    [name, ttl ?? "-", type, ...data.map(({ raw }) => raw)].join(" "),
  );

test("names, times and classes in every order that people write", () => {
  const text = `$TTL 1h30m
@ IN SOA ns1 admin.foobar.com. ( 2026112301 ; serial
      7200 1800
  1209600 300 ) ; the end
  IN 60 NS ns1
	NS	ns.example.net.
WWW 600 IN A 203.0.113.7 ; a remark
   IN 600 AAAA 2001:db8::7

; nothing but a remark
$ORIGIN mail.foobar.com.
@ A 203.0.113.25
smtp CNAME @
in 5 A 192.0.2.1
`;
  expect(read(text)).toEqual([
    "foobar.com. 5400 SOA ns1 admin.foobar.com. 2026112301 7200 1800 1209600 300",
    "foobar.com. 60 NS ns1",
    "foobar.com. 5400 NS ns.example.net.",
    "www.foobar.com. 600 A 203.0.113.7",
    "www.foobar.com. 600 AAAA 2001:db8::7",
    "mail.foobar.com. 5400 A 203.0.113.25",
    "smtp.mail.foobar.com. 5400 CNAME @",
    "in.mail.foobar.com. 5 A 192.0.2.1",
  ]);
});

test("quotations, escapes and texts of several strings keep every byte", () => {
  const [record] = readZone(
    String.raw`a TXT "v=DKIM1; p=\"x\"" ( un\;quoted` + "\n" + String.raw`"\195\169 \\" )`,
    "b.c",
  );
  expect(record?.data.map((token) => bytesOf(token).toString())).toEqual(['v=DKIM1; p="x"', "un;quoted", "é \\"]);
});

test("without $TTL the time of the record before counts; without any there is none", () => {
  expect(read("a A 192.0.2.1\nb 60 A 192.0.2.2\nc A 192.0.2.3\n")).toEqual([
    "a.foobar.com. - A 192.0.2.1",
    "b.foobar.com. 60 A 192.0.2.2",
    "c.foobar.com. 60 A 192.0.2.3",
  ]);
});

test.each([
  ["$INCLUDE other", 1, "another file"],
  ["\n$GENERATE 1-9 a$ A 192.0.2.$", 2, "many records"],
  ["$WHAT x", 1, "nothing of a master file"],
  ["a A (192.0.2.1\n\n", 1, "nothing closes"],
  ["a A 192.0.2.1 )", 1, "nothing opened"],
  ['a TXT "open\nb A 192.0.2.1', 1, "does not close"],
  ["a CH TXT x", 1, "class CH"],
  ["  A 192.0.2.1", 1, "begins with a blank"],
  ["a 60 IN", 1, "no type"],
  ["$TTL soon", 1, "no time"],
])("%j is told with its line", (text, line, what) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ where: `zone:${line}` })] }),
  );
  expect(() => read(text)).toThrow(what);
});

import { expect, test } from "vitest";
import { compile } from "../../compile.ts";
import type { SteadError } from "../../kernel/errors.ts";
import { parseSpec } from "../../spec/parse.ts";
import { siteSchema } from "../registry.ts";
import { facts } from "../../../test/setup/facts.ts";

/** What a user hears of these records; or the lines of the zone that they become. */
const faultsOf = (...records: readonly object[]): readonly string[] => {
  try {
    void zoneOf(...records);
    return [];
  } catch (error) {
    return (error as SteadError).faults.map(({ where, what }) => `${where} ${what}`);
  }
};

const zoneOf = (...records: readonly object[]): string => {
  const spec = { domain: "foobar.com", aliases: ["shop.foobar.com"], app: { static: "public" }, records };
  const { desired } = compile(parseSpec(spec, "local", siteSchema), { local: facts() });
  const zone = desired.get("local")?.find(({ id }) => id === "file:knot/foobar.com.zone");
  return zone?.kind === "file" && typeof zone.content === "string" ? zone.content : "";
};

const a = (name: string, value = "203.0.113.1") => ({ name, type: "A", value });
const cname = (name: string, value = "x.example.org") => ({ name, type: "CNAME", value });

test.each([
  ["an address that is none", [a("mail", "203.0.113")], "records[0].value", "must be an IPv4 address"],
  ["an IPv4 address as AAAA", [{ name: "m", type: "AAAA", value: "203.0.113.1" }], "records[0].value", "IPv6"],
  ["an unknown type", [{ name: "m", type: "SOA", value: "x" }], "records[0].type", "must be one of"],
  ["a name that is none", [a("a b")], "records[0].name", "must be a name below the domain"],
  ["a name of another domain", [a("mail.example.org.")], "records[0]", "not below foobar.com"],
  ["SRV without a port", [{ name: "_s._tcp", type: "SRV", value: "h" }], "records[0].port", "is missing"],
  ["a priority that A has not", [{ ...a("m"), priority: 1 }], "records[0].priority", "must be left out: A has none"],
  ["quotes around a text", [{ name: "@", type: "TXT", value: '"v=spf1"' }], "records[0].value", "without quotes"],
  ["two lines", [{ name: "@", type: "TXT", value: "a\nb IN A 1.2.3.4" }], "records[0].value", "must be one line"],
  ["a time too short", [{ ...a("m"), ttl: 1 }], "records[0].ttl", "30 to 604800"],
  ["a CNAME at the top", [cname("@")], "records[0]", "makes foobar.com itself a CNAME"],
  ["something beside www", [a("www")], "records[0]", "nothing stands beside a CNAME"],
  ["something beside an alias", [{ name: "shop", type: "TXT", value: "x" }], "records[0]", "Stead writes CNAME"],
  ["a CNAME beside data", [a("m"), cname("m")], "records[1]", "as records[0] is"],
  ["data beside a CNAME", [cname("m"), a("m")], "records[1]", "as records[0] is"],
  ["two CNAMEs", [cname("m"), cname("m", "y.example.org")], "records[1]", "as records[0] is"],
  ["the same twice", [a("m"), a("m.foobar.com")], "records[1]", "says what records[0] says"],
  ["the domain's address", [a("@", "203.0.113.9")], "records[0]", "Stead writes @ A 127.0.0.1 itself"],
  ["the name server's address", [a("ns1", "203.0.113.9")], "records[0]", "Stead writes ns1 A 127.0.0.1 itself"],
  ["mail to a CNAME", [{ name: "@", type: "MX", value: "www" }], "records[0]", "which is a CNAME"],
  ["mail to nothing", [{ name: "@", type: "MX", value: "mail" }], "records[0]", "has no address"],
  ["a number for A", [{ name: "m", type: "TYPE1", value: "\\# 4 cb007119" }], "records[0].type", 'written as "A"'],
  ["a number for RRSIG", [{ name: "m", type: "TYPE46", value: "\\# 0" }], "records[0].type", "makes such records"],
  ["too few bytes", [{ name: "m", type: "TYPE65280", value: "\\# 4 cb0071" }], "records[0].value", "written as"],
])("%s is told, once and at its place", (_name, records, where, what) => {
  const faults = faultsOf(...records);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(`${where} `);
  expect(faults[0]).toContain(what);
});

test("every fault is told at once", () => {
  expect(faultsOf(cname("@"), a("www"), a("m"), a("m"))).toHaveLength(3);
});

test("records become lines of the zone, with whole names where a dot is in them", () => {
  const zone = zoneOf(
    { name: "@", type: "MX", value: "mail" },
    { ...a("mail"), ttl: 600 },
    a("mail.foobar.com", "203.0.113.2"),
    cname("*.dev", "elsewhere"),
    cname("straße"),
    { name: "@", type: "NS", value: "ns.example.net" },
  );
  const lines = zone.split("\n").map((line) => line.replaceAll(/ +/gu, " "));
  expect(lines).toEqual(
    expect.arrayContaining([
      "$ORIGIN foobar.com.",
      "@ 86400 SOA ns1 hostmaster 1 7200 1800 1209600 300",
      "www 3600 CNAME @",
      "shop 3600 CNAME @",
      "@ 3600 MX 10 mail",
      // One set of records has one time: the shortest.
      "mail 600 A 203.0.113.1",
      "mail 600 A 203.0.113.2",
      "*.dev 3600 CNAME elsewhere",
      "xn--strae-oqa 3600 CNAME x.example.org.",
      "@ 86400 NS ns.example.net.",
    ]),
  );
});

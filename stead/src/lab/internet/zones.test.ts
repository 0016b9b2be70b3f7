import { expect, test } from "vitest";
import { parentZones, zoneFile } from "./zones.ts";

const site = (domain: string) => ({
  domain,
  nameServers: [{ name: `ns1.${domain}`, addresses: ["203.0.113.7", "2001:db8::7"] }],
  ds: [],
});

const childrenOf = (...domains: readonly string[]) =>
  Object.fromEntries(
    parentZones(domains.map(site), new Map()).map(({ name, children }) => [name, children.map(({ domain }) => domain)]),
  );

test("each domain is delegated from the zone right above it, and that one from the nearest above", () => {
  expect(childrenOf("foobar.com")).toEqual({ "": ["com", "lab"], com: ["foobar.com"], lab: [] });
  expect(childrenOf("foobar.com", "shop.co.uk", "other.uk")).toEqual({
    "": ["com", "lab", "uk"],
    com: ["foobar.com"],
    lab: [],
    uk: ["co.uk", "other.uk"],
    "co.uk": ["shop.co.uk"],
  });
});

test("what lies below another site's domain is that site's to delegate", () => {
  expect(childrenOf("foobar.com", "blog.foobar.com")).toEqual({ "": ["com", "lab"], com: ["foobar.com"], lab: [] });
});

test("a zone has its children's name servers, the addresses of those below them, and their keys", () => {
  const [root, com] = parentZones(
    [
      { ...site("foobar.com"), ds: ["1 13 2 ab"] },
      { ...site("example.com"), nameServers: [{ name: "ns.other.net", addresses: ["192.0.2.1"] }] },
    ],
    new Map([["com", ["7 13 2 cd"]]]),
  );
  expect(root && zoneFile(root)).toMatch(/^com\. NS registry\.lab\.$[^]*^com\. DS 7 13 2 cd$/mu);
  const text = com ? zoneFile(com) : "";
  expect(text).toMatch(/^\$ORIGIN com\.$/mu);
  expect(text).toMatch(/^ns1\.foobar\.com\. AAAA 2001:db8::7$/mu);
  expect(text).toMatch(/^foobar\.com\. DS 1 13 2 ab$/mu);
  expect(text).toMatch(/^example\.com\. NS ns\.other\.net\.$/mu);
  expect(text).not.toContain("192.0.2.1");
});

import { expect, test } from "vitest";
import type { ReportEvent } from "../../kernel/report.ts";
import { siteSchema } from "../../components/registry.ts";
import type { Ask } from "../../observe/names/walk.ts";
import { parseSpec } from "../../spec/parse.ts";
import { deriveTopology } from "../../topology/derive.ts";
import { provider, world } from "../../../test/setup/simulated-names.ts";
import { awaitRecords } from "./await-records.ts";
import { lookAtNames } from "./look-at-names.ts";
import { judge } from "./signature.ts";
import { facts } from "../../../test/setup/facts.ts";

const siteOf = (more: object = {}) => {
  const servers = { web1: { address: ["203.0.113.7", "2001:db8::7"] } };
  const value = { domain: "foobar.com", app: { static: "public" }, environments: { production: { servers } }, ...more };
  const topology = deriveTopology(parseSpec(value, "production", siteSchema), { web1: facts() });
  return { topology };
};

const external = siteOf({ dns: "external", records: [{ name: "@", type: "MX", value: "mail.example.org" }] });
const right = "@ A 203.0.113.7\n@ AAAA 2001:db8::7\nwww CNAME @\n@ MX 10 mail.example.org.\n@ TXT other\n";

test("the records to create are told whole, and nothing of a name server of ours", async () => {
  const seen = await lookAtNames(external, world(provider, {}));
  expect(seen?.records.map(({ name, type, ttl, value }) => `${name} ${ttl} ${type} ${value}`)).toEqual([
    "foobar.com 3600 A 203.0.113.7",
    "foobar.com 3600 AAAA 2001:db8::7",
    "www.foobar.com 3600 CNAME foobar.com.",
    "foobar.com 3600 MX 10 mail.example.org.",
  ]);
  expect(seen?.verdict).toBe("wrong");
  expect(seen?.problems[0]?.says).toContain("ns.provider.example does not answer about A of foobar.com: no answer");
});

test.each([
  ["all there", right, []],
  ["addresses for the CNAME", right.replace("CNAME @", "A 203.0.113.7\nwww AAAA 2001:db8::7"), []],
  ["a missing one", right.replace(/^.*MX.*\n/mu, ""), ["MX of foobar.com is missing (10 mail.example.org.)"]],
  ["an old address", right.replace("203.0.113.7", "192.0.2.80"), ["A of foobar.com is 192.0.2.80, not 203.0.113.7"]],
  ["one too many", `${right}@ A 192.0.2.80\n`, ["should be 203.0.113.7 alone, and is also 192.0.2.80"]],
  ["www elsewhere", right.replace("CNAME @", "A 192.0.2.80"), ["CNAME of www.foobar.com is missing"]],
])("%s", async (_name, zone, wrong) => {
  const seen = await lookAtNames(external, world(provider, { "192.0.2.9": zone }));
  expect(seen?.problems.length).toBe(wrong.length);
  for (const { says } of seen?.problems ?? []) expect(says).toContain("ns.provider.example: ");
  for (const [index, what] of wrong.entries()) expect(seen?.problems[index]?.says).toContain(what);
  expect(seen?.verdict).toBe(wrong.length === 0 ? "right" : "wrong");
});

test("an IPv6 address that the site has not is told: visitors and authorities would go there", async () => {
  const servers = { web1: { address: "203.0.113.7" } };
  const site = siteOf({ dns: "external", environments: { production: { servers } } });
  const seen = await lookAtNames(
    site,
    world(provider, { "192.0.2.9": "@ A 203.0.113.7\n@ AAAA 2001:db8::bad\nwww CNAME @\n" }),
  );
  expect(seen?.problems).toEqual([expect.objectContaining({ mend: expect.stringContaining("Take the AAAA record") })]);
});

test("a domain that nobody delegated is told as that", async () => {
  const seen = await lookAtNames(external, world("", {}));
  expect(seen?.problems[0]?.says).toContain("has no name servers");
});

test("up waits until the records are there, and says what is wrong once", async () => {
  const zones: Record<string, string> = { "192.0.2.9": right.replace("203.0.113.7", "192.0.2.80") };
  const said: string[] = [];
  const report = (event: ReportEvent): void => void said.push(event.says);
  let looks = 0;
  const ask: Ask = async (questions) => {
    looks += 1;
    if (looks > 12) zones["192.0.2.9"] = right;
    return world(provider, zones)(questions);
  };
  await awaitRecords(external, { report, signal: new AbortController().signal }, { every: 0.01, atMost: 10 }, ask);
  expect(said.filter((line) => line.includes("is 192.0.2.80, not 203.0.113.7"))).toHaveLength(1);
  expect(said.some((line) => /foobar\.com +A +3600 +203\.0\.113\.7/u.test(line))).toBe(true);
  expect(said.at(-1)).toBe("The records are there, by the word of ns.provider.example.");
  const wrong = world(provider, { "192.0.2.9": "" });
  await expect(
    awaitRecords(external, { report, signal: new AbortController().signal }, { every: 0.01, atMost: 0.02 }, wrong),
  ).rejects.toThrow("NAMES_UNREADY");
});

const glue = "@ NS ns1\nns1 A 203.0.113.7\nns1 AAAA 2001:db8::7\n";
const own = "@ SOA ns1 h 5 1 1 1 1\n";

test.each([
  ["right", glue, own, []],
  ["another's name servers", provider, own, ["names ns.provider.example as name servers, not ns1.foobar.com"]],
  ["an old address", glue.replace("203.0.113.7", "203.0.113.8"), own, ["at 203.0.113.8, not at"]],
  ["none", "", own, ["names no name servers"]],
  ["one that does not serve it", glue, undefined, ["ns1.foobar.com does not answer for the domain"]],
  ["a key of others", `${glue}@ DS 1 13 2 ${"ab".repeat(32)}\n`, own, ["knows a key (DS)"]],
])("our own name servers by the word of the zone above: %s", async (_name, above, zone, wrong) => {
  const zones = zone === undefined ? {} : { "203.0.113.7": zone, "203.0.113.8": zone, "192.0.2.9": zone };
  const seen = await lookAtNames(siteOf(), world(above, zones));
  expect(seen?.problems.map(({ says }) => says)).toEqual(wrong.map((what) => expect.stringContaining(what)));
  expect(seen?.warnings[0]?.says).toContain("only one name server");
});

test("with a secondary nobody is warned; editions that differ are told", async () => {
  const site = siteOf({ secondaries: [{ name: "ns.example.net", address: "192.0.2.53" }] });
  const two = `${glue}@ NS ns.example.net.\nns.example.net. A 192.0.2.53\n`;
  const seen = await lookAtNames(site, world(two, { "203.0.113.7": own, "192.0.2.53": own.replace("5", "4") }));
  expect(seen?.warnings).toEqual([]);
  expect(seen?.problems[0]?.says).toContain("different editions");
});

test("a signed zone whose key is not known above is a warning, a wrong key a fault", () => {
  const key = "1 13 2 ab";
  expect(judge(true, [], [key])).toMatchObject({ problems: [], warnings: [expect.anything()] });
  expect(judge(true, [key], [key])).toEqual({ problems: [], warnings: [] });
  expect(judge(true, ["2 13 2 cd"], [key]).problems).toHaveLength(1);
  expect(judge(false, [key], [key]).problems[0]?.mend).toContain("wait a day before");
  expect(judge(false, [key], []).problems[0]?.mend).toContain("take the DS record out");
});

import { expect, test } from "vitest";
import { SteadError, type Fault } from "../../kernel/errors.ts";
import type { ReportEvent } from "../../kernel/report.ts";
import type { Ask } from "../../observe/names/walk.ts";
import { provider, world } from "../../../test/setup/simulated-names.ts";
import { awaitNames } from "./await-names.ts";
import type { NamedSite } from "./asker-of.ts";

const site = { topology: { environment: "production" } } as NamedSite;
const wanted = [{ name: "www.foobar.com", v4: ["203.0.113.7"], v6: [] }];

/** What is told in the end: lines, and faults. */
const told = async (ask: Ask): Promise<readonly (string | Fault)[]> => {
  const said: string[] = [];
  const report = (event: ReportEvent): void => void said.push(event.says);
  const progress = { report, signal: new AbortController().signal };
  try {
    await awaitNames(site, wanted, progress, { every: 0.01, atMost: 0.02 }, ask);
    return said;
  } catch (error) {
    if (error instanceof SteadError) return error.faults;
    throw error;
  }
};

const elsewhere = (what: string) => ({
  code: "NAMES_LEAD_ELSEWHERE",
  where: "www.foobar.com",
  what: expect.stringContaining(what),
  mend: expect.stringContaining("stead up production"),
});

const two = `${provider}@ NS ns.other.example.\nns.other.example. A 192.0.2.53\n`;
const right = "www A 203.0.113.7\n";

test("all name servers say the same, and that is right", async () => {
  expect(await told(world(two, { "192.0.2.9": right, "192.0.2.53": right }))).toEqual([]);
});

test.each([
  ["says otherwise", "www A 192.0.2.1\n", "but ns.other.example says 192.0.2.1."],
  ["says nothing", "@ A 203.0.113.7\n", "ns.other.example says that there is nothing"],
  ["does not answer", undefined, "ns.other.example says nothing (no answer)"],
  ["has an AAAA record of others", `${right}www AAAA 2001:db8::1\n`, "says 203.0.113.7 and 2001:db8::1"],
])("one of two name servers %s: told with its words", async (_name, zone, what) => {
  const zones = { "192.0.2.9": right, ...(zone !== undefined && { "192.0.2.53": zone }) };
  expect(await told(world(two, zones))).toEqual([elsewhere(what)]);
});

test("a name whose name servers are all silent is told by their names", async () => {
  expect(await told(world(provider, {}))).toEqual([elsewhere("ns.provider.example says nothing (no answer)")]);
});

test("a domain that nobody delegated has no name servers", async () => {
  expect(await told(world("", {}))).toEqual([elsewhere("has no name servers yet")]);
});

test.each([
  ["in the same zone", { "192.0.2.9": "www CNAME web\nweb A ADDRESS\n" }],
  ["in a zone of others", { "192.0.2.9": "www CNAME web.other.com.\n", "192.0.2.53": "web.other.com. A ADDRESS\n" }],
])("an alias %s leads where its end does", async (_name, zones) => {
  const others = `${provider}other.com. NS ns.other.example.\nns.other.example. A 192.0.2.53\n`;
  const end = (address: string): Ask =>
    world(
      others,
      Object.fromEntries(Object.entries(zones).map(([at, zone]) => [at, zone.replace("ADDRESS", address)])),
    );
  expect(await told(end("203.0.113.7"))).toEqual([]);
  expect(await told(end("192.0.2.80"))).toEqual([elsewhere("ns.provider.example says 192.0.2.80")]);
});

test("where nobody can be asked, that is said, and all goes on", async () => {
  const nobody: Ask = async (questions) => questions.map(() => ({ failed: "no answer" }));
  expect(await told(nobody)).toEqual([expect.stringContaining("Nobody has checked")]);
});

test("it waits until the names lead there", async () => {
  let looks = 0;
  const later: Ask = async (questions) => {
    looks += 1;
    return world(provider, { "192.0.2.9": looks > 6 ? right : "" })(questions);
  };
  const progress = { report: () => undefined, signal: new AbortController().signal };
  await awaitNames(site, wanted, progress, { every: 0.01, atMost: 5 }, later);
  expect(looks).toBeGreaterThan(6);
});

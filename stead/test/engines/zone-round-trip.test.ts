import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knot } from "../../src/components/knot/index.ts";
import { readZone } from "../../src/observe/names/read-zone.ts";
import { dataOf } from "../../src/observe/names/data-of.ts";
import { importZone } from "../../src/operations/names/import-zone.ts";
import type { Unit } from "../../src/state/vocabulary.ts";
import { freePorts } from "../setup/free-ports.ts";
import { onServer } from "../setup/on-server.ts";
import { seed } from "../setup/seed.ts";
import { layDown, makeFolder, siteOnDisk, standIn, type SiteOnDisk } from "../setup/site-on-disk.ts";
import { startUnit, type RunningUnit } from "../setup/start-unit.ts";

/**
 * Records are written into a zone, served by the real Knot, fetched by a transfer and imported: the same set comes back. So the master
 * file that Stead writes is the one that Knot reads, and the one that Knot's programs print is the one that Stead reads.
 */
const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9-]{0,20}[a-z0-9])?$/u);
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const outside = name.map((text) => `${text}.example.org`);
const short = fc.integer({ min: 0, max: 65_535 });
const text = fc
  .string({ unit: "binary", minLength: 1, maxLength: 600 })
  .filter((one) => !/[\0\r\n]/u.test(one) && !/^".*"$/su.test(one) && one.isWellFormed());
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const record = fc.oneof(
  fc.record({ type: fc.constant("A"), value: fc.ipV4() }),
  fc.record({ type: fc.constant("TXT"), value: text }),
  fc.record({ type: fc.constant("CNAME"), value: outside }),
  fc.record({ type: fc.constant("MX"), value: outside, priority: short }),
  fc.record({ type: fc.constant("SRV"), value: outside, priority: short, weight: short, port: short }),
  fc.record({
    type: fc.constant("CAA"),
    value: fc.stringMatching(/^[ -~]{1,200}$/u),
    flags: fc.constantFrom(0, 128),
    tag: fc.constantFrom("issue", "iodef"),
  }),
  fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .map((bytes) => ({ type: "TYPE65280", value: String.raw`\# ${bytes.length} ${hex(bytes)}` })),
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => ({ type: "TLSA", value: `3 1 1 ${hex(bytes)}` })),
);
const [records = []] = fc.sample(
  fc.array(fc.tuple(record, fc.integer({ min: 30, max: 604_800 })), { minLength: 150, maxLength: 150 }),
  { numRuns: 1, seed },
);
/** Each at a name of its own, so that none stands beside a CNAME. */
const wishes = records.map(([one, ttl], index) => ({ name: `r${index}`, ...one, ttl }));

let site: SiteOnDisk;
let running: RunningUnit;
let port: number;

beforeAll(async () => {
  const [http = 0, dns = 0] = await freePorts(2);
  port = dns;
  const spec = { app: { static: "public" }, secondaries: [{ name: "ns2.example.net", address: "127.0.0.1" }] };
  site = await siteOnDisk({ ...spec, records: wishes }, { http, dns });
  const desired = knot.desire(onServer(site), "web1");
  await layDown(desired);
  // What every host of a site has before any engine asks for something.
  await makeFolder(join(site.folder, "host/dns"));
  running = await startUnit(desired.find((value) => value.kind === "unit") as Unit);
});

afterAll(async () => {
  await running?.stop();
  await site?.remove();
});

/** Equal records are equal texts. */
const same = (wish: (typeof wishes)[number]): unknown => ({ ...wish, value: wish.value.toLowerCase() });

test(`what was written is what a transfer brings back (seed ${seed})`, () => {
  const key = ["-y", `hmac-sha256:foobar.com.ns2.example.net:${standIn}`];
  const { stdout } = spawnSync("kdig", [...key, "@127.0.0.1", "-p", String(port), "+noidn", "foobar.com", "AXFR"], {
    encoding: "utf8",
  });
  const own = { domain: "foobar.com", website: ["www"], nameServers: ["ns1"] };
  const back = importZone(readZone(stdout, "foobar.com"), own);
  const byName = new Map(back.records.map((one) => [one.name, one]));
  for (const wish of wishes) {
    const found = byName.get(wish.name);
    expect({ ...found, ttl: found?.ttl ?? 3600, value: found?.value.toLowerCase() }).toEqual(same(wish));
  }
  expect(back.records).toHaveLength(wishes.length);
});

test("the zone's file says to Stead what it says to Knot, and Knot's own check finds nothing", async () => {
  const cwd = join(dirname(site.place.paths.etc), "host/knot");
  const checked = spawnSync("knotc", ["-c", "knot.conf", "zone-check", "foobar.com"], { cwd, encoding: "utf8" });
  expect(checked.status, checked.stderr).toBe(0);
  const zone = knot.desire(onServer(site), "web1").find(({ id }) => id === "file:knot/foobar.com.zone");
  const entries = readZone(zone?.kind === "file" && typeof zone.content === "string" ? zone.content : "", "foobar.com");
  expect(entries.filter(({ name: owner }) => /^r\d+\./u.test(owner))).toHaveLength(wishes.length);
  const compared = entries.filter(({ type }) => type !== "TLSA");
  expect(compared.every((entry) => dataOf(entry) !== undefined)).toBe(true);
});

import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knot } from "../../src/components/knot/index.ts";
import { nginx } from "../../src/components/nginx/index.ts";
import type { Unit } from "../../src/state/vocabulary.ts";
import { ask } from "../setup/ask.ts";
import { freePorts } from "../setup/free-ports.ts";
import { layCandidate, layDown, layRelease, makeFile, siteOnDisk, type SiteOnDisk } from "../setup/site-on-disk.ts";
import { hostile } from "../setup/web-site.ts";
import { startUnit, verify, type RunningUnit } from "../setup/start-unit.ts";

const longText = `v=DKIM1; p="${"é".repeat(200)}\\end"`;

const spec = {
  app: { static: "public" },
  aliases: ["shop.foobar.com", "elsewhere.example"],
  records: [
    { name: "@", type: "MX", value: "mail", priority: 5 },
    { name: "mail", type: "A", value: "203.0.113.25" },
    { name: "mail.foobar.com", type: "AAAA", value: "2001:db8::25" },
    { name: "@", type: "TXT", value: "v=spf1 mx -all" },
    { name: "key._domainkey", type: "TXT", value: longText, ttl: 300 },
    { name: "_sip._tcp", type: "SRV", value: "sip.example.org", port: 5060 },
    { name: "@", type: "CAA", value: "letsencrypt.org" },
    { name: "*.dev", type: "CNAME", value: "other.example.org" },
    { name: "bücher", type: "CNAME", value: "@" },
  ],
};

let site: SiteOnDisk;
let unit: Unit;
let running: RunningUnit;

const dig = (...words: readonly string[]): string =>
  execFileSync("kdig", ["@127.0.0.1", "-p", String(site.place.ports.dns), ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

beforeAll(async () => {
  const [http = 0, dns = 0] = await freePorts(2);
  site = await siteOnDisk(spec, { http, dns, name: hostile });
  const desired = knot.desire(site.topology, "local");
  await layDown(desired);
  unit = desired.find((value) => value.kind === "unit") as Unit;
  running = await startUnit(unit);
});

afterAll(async () => {
  await running?.stop();
  await site?.remove();
});

test("the candidate passes its trial in another folder, and a bad zone is told with its line", async () => {
  const folder = join(site.folder, "candidate");
  await layCandidate(knot.desire(site.topology, "local"), unit.verify?.files ?? [], folder);
  expect(verify(unit, folder).exitCode, verify(unit, folder).output).toBe(0);
  await makeFile(join(folder, "foobar.com.zone"), "@ nonsense\n");
  expect(verify(unit, folder)).toMatchObject({ exitCode: 1, output: expect.stringContaining("line 1") });
});

test.each([
  [["foobar.com", "A"], "127.0.0.1"],
  [["foobar.com", "AAAA"], "::1"],
  [["foobar.com", "NS"], "ns1.foobar.com."],
  [["ns1.foobar.com", "A"], "127.0.0.1"],
  [["www.foobar.com", "A"], "foobar.com.\n127.0.0.1"],
  [["shop.foobar.com", "CNAME"], "foobar.com."],
  [["foobar.com", "MX"], "5 mail.foobar.com."],
  [["mail.foobar.com", "AAAA"], "2001:db8::25"],
  [["foobar.com", "TXT"], '"v=spf1 mx -all"'],
  [["_sip._tcp.foobar.com", "SRV"], "0 0 5060 sip.example.org."],
  [["foobar.com", "CAA"], '0 issue "letsencrypt.org"'],
  [["any.dev.foobar.com", "CNAME"], "other.example.org."],
  [["xn--bcher-kva.foobar.com", "CNAME"], "foobar.com."],
])("%j is %s", (question, answer) => {
  expect(dig("+short", "+noidn", ...question)).toBe(answer);
});

test("a long text arrives whole, cut into strings of at most 255 bytes", () => {
  const strings = [...dig("+short", "key._domainkey.foobar.com", "TXT").matchAll(/"((?:[^"\\]|\\.)*)"/gsu)].map(
    ([, text = ""]) => bytesOf(text),
  );
  expect(strings.length).toBe(2);
  expect(Math.max(...strings.map(({ length }) => length))).toBe(255);
  expect(Buffer.concat(strings).toString()).toBe(longText);
});

test("names of others, transfers and the version are refused", () => {
  expect(dig("example.org", "A")).toContain("status: REFUSED");
  expect(dig("CH", "TXT", "version.bind")).toContain("status: REFUSED");
  expect(() => dig("foobar.com", "AXFR")).toThrow(/NOTAUTH|failed/u);
  expect(dig("none.foobar.com", "A")).toContain("status: NXDOMAIN");
});

test("a reload is over when the new content answers, with a higher serial", async () => {
  const path = join(site.place.paths.etc, "knot/foobar.com.zone");
  const serial = () => Number(dig("+short", "foobar.com", "SOA").split(" ")[2]);
  const before = serial();
  const zone = knot.desire(site.topology, "local").find((value) => value.id === "file:knot/foobar.com.zone");
  const text = zone?.kind === "file" && typeof zone.content === "string" ? zone.content : "";
  await writeFile(path, `${text}later 3600 A 203.0.113.9\n`);
  running.reload();
  expect(dig("+short", "later.foobar.com", "A")).toBe("203.0.113.9");
  expect(serial()).toBeGreaterThan(before);
  await writeFile(path, `${text}broken (\n`);
  expect(() => running.reload()).toThrow(/failed/u);
  expect(dig("+short", "later.foobar.com", "A")).toBe("203.0.113.9");
});

test("the real way: ask for www, follow the CNAME, connect to the address, get the page", async () => {
  const desired = nginx.desire(site.topology, "local");
  await layDown(desired);
  const release = await layRelease(site.place, "one", { "index.html": "the page" });
  execFileSync("ln", ["-s", release, site.place.paths.current]);
  const web = await startUnit(desired.find((value) => value.kind === "unit") as Unit);
  try {
    const [cname = "", address = ""] = dig("+short", "www.foobar.com", "A").split("\n");
    expect(cname).toBe("foobar.com.");
    const answer = await ask(site.place.ports.http, "/", { address, host: "www.foobar.com" });
    expect(answer).toMatchObject({ status: 200, body: "the page" });
    expect(await ask(site.place.ports.http, "/", { address, host: "www.foobar.com", method: "POST" })).toMatchObject({
      status: 405,
    });
    const missing = await ask(site.place.ports.http, "/none", { address, host: "www.foobar.com" });
    expect(missing).toMatchObject({ status: 404, body: expect.stringContaining("Not found") });
  } finally {
    await web.stop();
  }
  await expect(new Promise((_, reject) => connect(site.place.ports.http).on("error", reject))).rejects.toThrow(
    "ECONNREFUSED",
  );
});

/** A character-string of a master file: `\DDD` is a byte. */
const bytesOf = (text: string): Buffer =>
  Buffer.from(
    [...text.matchAll(/\\(\d{3})|\\(.)|([\s\S])/gu)].map(([, number, escaped, plain]) =>
      number === undefined ? (escaped ?? plain ?? "").charCodeAt(0) : Number(number),
    ),
  );

import { execFileSync, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knot } from "../../src/components/knot/index.ts";
import type { HostPlace } from "../../src/topology/topology.ts";
import type { DesiredState, Unit } from "../../src/state/vocabulary.ts";
import { challengeScript, challengesReady, knotSocket } from "../../src/topology/challenges.ts";
import { freePorts } from "../setup/free-ports.ts";
import {
  layCandidate,
  layDown,
  makeFile,
  makeFolder,
  siteOnDisk,
  standIn,
  type SiteOnDisk,
} from "../setup/site-on-disk.ts";
import { onServer } from "../setup/on-server.ts";
import { runQuietly, startUnit, verify, type RunningUnit } from "../setup/start-unit.ts";

/** A server's Knot: signed, with outside secondaries and the zone of proofs. On loopback, as everything here. */
let site: SiteOnDisk;
let desired: DesiredState;
let unit: Unit;
let running: RunningUnit;
let port: number;

const spec = {
  app: { static: "public" },
  dnssec: true,
  secondaries: [{ name: "ns2.example.net", address: "127.0.0.1" }],
  records: [{ name: "odd", type: "TYPE65280", value: String.raw`\# 4 cb007119` }],
};

beforeAll(async () => {
  const [http = 0, dns = 0] = await freePorts(2);
  port = dns;
  site = await siteOnDisk(spec, { http, dns });
  desired = knot.desire(onServer(site), "web1");
  await layDown(desired);
  await makeFolder(dirname(knotSocket(onServerPlace())));
  unit = desired.find((value) => value.kind === "unit") as Unit;
  running = await startUnit(unit);
  makeChallenges();
});

afterAll(async () => {
  await running?.stop();
  await site?.remove();
});

const onServerPlace = (): HostPlace => {
  const place = onServer(site).hosts["web1"];
  if (!place) throw new Error("The server has no place.");
  return place;
};

const makeChallenges = (): void => {
  const zone = desired.find(({ id }) => id === challengesReady);
  if (zone?.kind !== "ensure") throw new Error("There is no zone of proofs.");
  if (runQuietly(zone.check.run).exitCode === 0) return;
  const made = runQuietly(zone.make.run);
  expect(made.exitCode, made.output).toBe(0);
  expect(runQuietly(zone.check.run).exitCode).toBe(0);
};

const dig = (...words: readonly string[]): string =>
  spawnSync("kdig", ["@127.0.0.1", "-p", String(port), "+retry=0", "+noidn", ...words], { encoding: "utf8" }).stdout;

const withKey = (name: string, secret = standIn): readonly string[] => ["-y", `hmac-sha256:${name}:${secret}`];

const challenge = (...words: readonly string[]) => {
  const { account: _account, ...place } = { ...site.place, services: "systemd" as const };
  return runQuietly(["/bin/sh", challengeScript(place), ...words]);
};

const proofs = (): readonly string[] => {
  const lines = dig("+short", "_acme-challenge.foobar.com", "TXT").trim();
  return lines === "" ? [] : lines.split("\n").toSorted();
};

test("the candidate passes its trial, keys and all, and a key that is none fails it", async () => {
  const folder = join(site.folder, "candidate");
  await layCandidate(desired, unit.verify?.files ?? [], folder);
  expect(verify(unit, folder).exitCode, verify(unit, folder).output).toBe(0);
  await makeFile(join(folder, "site.conf"), "key:\n  - id: a\n    secret: '!'\n");
  expect(verify(unit, folder).exitCode).not.toBe(0);
});

test("the zone is signed, and says by itself which key the zone above should know", () => {
  expect(dig("foobar.com", "SOA", "+dnssec")).toMatch(/IN\s+RRSIG\s+SOA 13 2/u);
  expect(dig("+short", "foobar.com", "CDS")).toMatch(/^\d+ 13 2 [0-9A-F]{64}$/mu);
  expect(dig("+short", "foobar.com", "CDNSKEY")).toMatch(/^257 3 13 /u);
  expect(dig("+short", "odd.foobar.com", "TYPE65280")).toContain(String.raw`\# 4 CB007119`);
});

test("only a secondary with its key gets a copy, and the secondary is a name server", () => {
  expect(dig("+short", "foobar.com", "NS").trim().split("\n").toSorted()).toEqual([
    "ns1.foobar.com.",
    "ns2.example.net.",
  ]);
  const key = "foobar.com.ns2.example.net";
  expect(dig(...withKey(key), "foobar.com", "AXFR")).toMatch(/^www\.foobar\.com\.\s+\d+\s+IN\s+CNAME/mu);
  expect(dig("foobar.com", "AXFR")).not.toContain("CNAME");
  expect(dig(...withKey(key, "ab".repeat(32)), "foobar.com", "AXFR")).not.toContain("CNAME");
  expect(dig(...withKey("challenges.foobar.com"), "foobar.com", "AXFR")).not.toContain("CNAME");
});

test("proofs are set and cleared on the spot, two at a time, and outlive a reload and a restart", async () => {
  expect(challenge("set", "one-proof")).toMatchObject({ exitCode: 0 });
  expect(challenge("set", "one-proof")).toMatchObject({ exitCode: 0 });
  expect(challenge("set", "two_proof")).toMatchObject({ exitCode: 0 });
  expect(proofs()).toEqual(['"one-proof"', '"two_proof"']);
  running.reload();
  await running.stop();
  running = await startUnit(unit);
  makeChallenges();
  expect(proofs()).toEqual(['"one-proof"', '"two_proof"']);
  expect(challenge("clear", "one-proof")).toMatchObject({ exitCode: 0 });
  expect(challenge("clear", "one-proof")).toMatchObject({ exitCode: 0 });
  expect(proofs()).toEqual(['"two_proof"']);
  expect(challenge("set", "a b; reboot").exitCode).toBe(2);
  expect(challenge("clear", "two_proof")).toMatchObject({ exitCode: 0 });
  expect(proofs()).toEqual([]);
});

test("a killed run's half change does not stand in the way, and many at once all get through", async () => {
  execFileSync("knotc", ["-s", knotSocket(onServerPlace()), "zone-begin", "_acme-challenge.foobar.com"]);
  expect(challenge("set", "after")).toMatchObject({ exitCode: 0 });
  expect(proofs()).toEqual(['"after"']);
  expect(challenge("clear", "after")).toMatchObject({ exitCode: 0 });
});

/** What knsupdate says of one change. */
const update = (change: string, key: readonly string[]): string => {
  const input = `server 127.0.0.1 ${port}\nzone _acme-challenge.foobar.com.\nupdate ${change}\nsend\nanswer\n`;
  const { stdout, stderr } = spawnSync("knsupdate", key, { input, encoding: "utf8" });
  return `${stdout}${stderr}`;
};

test("from afar the key changes proofs, and nothing but proofs", () => {
  const key = withKey("challenges.foobar.com");
  update("add _acme-challenge.foobar.com. 60 TXT far", key);
  expect(proofs()).toEqual(['"far"']);
  expect(update("add _acme-challenge.foobar.com. 60 A 192.0.2.1", key)).toMatch(/REFUSED|NOTAUTH|BADKEY/u);
  expect(update("add x._acme-challenge.foobar.com. 60 TXT far", key)).toMatch(/REFUSED|NOTAUTH|BADKEY/u);
  expect(
    update("add _acme-challenge.foobar.com. 60 TXT no", withKey("challenges.foobar.com", "ab".repeat(32))),
  ).toMatch(/NOTAUTH|BADSIG|BADKEY/u);
  expect(proofs()).toEqual(['"far"']);
  update("delete _acme-challenge.foobar.com. TXT", key);
  expect(proofs()).toEqual([]);
});

test("www's proofs are asked for in the same place", () => {
  expect(dig("+short", "_acme-challenge.www.foobar.com", "CNAME")).toBe("_acme-challenge.foobar.com.\n");
  expect(dig("+norec", "x._acme-challenge.foobar.com", "TXT")).toContain("NXDOMAIN");
});

test("switched off, the signatures go at a reload, and the key stays", async () => {
  const key = dig("+short", "foobar.com", "CDS");
  const path = join(site.place.paths.etc, "knot/site.conf");
  const other = async (settings: object): Promise<void> => {
    const zones = knot.desire(onServer(site, settings), "web1").find(({ id }) => id === "file:knot/site.conf");
    if (zones?.kind !== "file" || typeof zones.content === "string") throw new Error("There is no site.conf.");
    await writeFile(path, zones.content.map((part) => (typeof part === "string" ? part : standIn)).join(""));
    running.reload();
  };
  await other({ dnssec: false });
  expect(dig("foobar.com", "SOA", "+dnssec")).not.toContain("RRSIG");
  expect(dig("+short", "www.foobar.com", "CNAME")).toBe("foobar.com.\n");
  await other({ dnssec: true });
  expect(dig("+short", "foobar.com", "CDS")).toBe(key);
});

import { expect, test } from "vitest";
import { judgeBackup } from "./backup.ts";
import { judgeFailed, parseFailed } from "./failed-units.ts";
import { judgeDisk } from "./machine.ts";
import { judgeSilentPorts } from "./open-ports.ts";
import { looks } from "./looks.ts";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const proved = (at: string) => ({ at, backup: at, tables: 3, seconds: 4, bytes: 30_000_000 });

test.each([
  ["2026-11-23T02:00:00Z", "ok"],
  ["2026-11-22T10:30:00Z", "ok"],
  ["2026-11-22T09:30:00Z", "fault"],
])("a backup that was proved at %s is %s at noon of the next day", (at, verdict) => {
  expect(judgeBackup(proved(at), "production", NOW).verdict).toBe(verdict);
});

test("a backup that nobody proved yet is no backup", () => {
  const found = judgeBackup(undefined, "production", NOW);
  expect([found.verdict, found.mend]).toEqual(["warning", expect.stringContaining("stead backup now production")]);
});

test("failed units: the site's and its server's own are faults, others' are told", () => {
  const list = `stead-backup-foobar.com.service loaded failed failed Stead: makes a backup
stead-host-nginx.service                    loaded failed failed nginx
logrotate.service loaded failed failed Rotate log files
`;
  expect(parseFailed(list).map((unit) => [unit, judgeFailed(unit, "foobar.com", []).verdict])).toEqual([
    ["stead-backup-foobar.com.service", "fault"],
    ["stead-host-nginx.service", "fault"],
    ["logrotate.service", "warning"],
  ]);
  expect(parseFailed("\n")).toEqual([]);
});

test("a disk above 85% is told, however many bytes that leaves", () => {
  expect(judgeDisk(2 ** 40, 1e6, "/", 86)).toMatchObject({
    verdict: "warning",
    says: "The disk is 86% full: 1 TB are free where / lies.",
  });
  expect(judgeDisk(2 ** 40, 1e6, "/", 85).verdict).toBe("ok");
});

test("a port of the site on which nobody listens is a fault, on the right protocol", () => {
  const own = [
    { port: 443, protocol: "tcp", says: "the website, encrypted" },
    { port: 53, protocol: "udp", says: "the name server" },
  ] as const;
  const sockets = [
    { address: "0.0.0.0", port: 443, protocol: "tcp", by: "nginx" },
    { address: "0.0.0.0", port: 53, protocol: "tcp", by: "knotd" },
  ] as const;
  expect(judgeSilentPorts(sockets, own).map(({ says }) => says)).toEqual([
    "Nobody listens on port 53/udp, which is for the name server.",
  ]);
});

test("what a server is examined for", () => {
  expect(Object.keys(looks)).toEqual(
    expect.arrayContaining(["disk", "clock", "open ports", "failed units", "upgrades", "backup", "what must answer"]),
  );
});

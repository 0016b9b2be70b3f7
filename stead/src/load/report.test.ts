import { expect, test } from "vitest";
import type { Outcome } from "./outcome.ts";
import { reportOf, sayReport } from "./report.ts";

const ok = (began: number, ended: number, more: Partial<Outcome> = {}): Outcome => ({
  kind: "page",
  result: "ok",
  resent: false,
  began,
  ended,
  ...more,
});

test("a run's verdict adds up", () => {
  const report = reportOf(
    [
      ok(0, 10),
      ok(0, 20, { resent: true }),
      ok(5, 2005, { kind: "slow" }),
      ok(30, 40, { result: "failed", reason: "status 502" }),
      ok(30, 40, { result: "unknown", kind: "write", reason: "closed before any byte of an answer" }),
    ],
    0,
    3000,
  );
  expect(report).toMatchObject({ total: 5, ok: 3, failed: 1, unknown: 1, resent: 1, p50: 10, p99: 20, seconds: 3 });
  expect(report.longestGap).toBe(1985);
  expect(report.reasons).toEqual({ "page: status 502": 1, "write: closed before any byte of an answer": 1 });
});

test("a run without an answer is one gap", () => {
  const report = reportOf([], 100, 600);
  expect(report).toMatchObject({ total: 0, ok: 0, p50: 0, p99: 0, longestGap: 500 });
  expect(sayReport(report)).toContain("0 requests");
});

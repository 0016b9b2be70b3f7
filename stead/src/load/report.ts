import type { Outcome } from "./outcome.ts";

/** The verdict over a run. `total` = ok + all failed + unknown. */
export interface LoadReport {
  readonly total: number;
  readonly ok: number;
  readonly failed: number;
  /** How many for each reason, failed and unknown ones. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly unknown: number;
  readonly resent: number;
  /** Milliseconds, of answered pages: slow ones are slow on purpose, and writes are large. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds: the longest time in which no request was answered well, the run's begin and end included. */
  readonly longestGap: number;
  readonly seconds: number;
}

/** Sums up the outcomes of a run that sent from `began` to `ended` (milliseconds of performance.now()); answers may come later. */
export const reportOf = (outcomes: readonly Outcome[], began: number, ended: number): LoadReport => {
  const good = outcomes.filter((outcome) => outcome.result === "ok");
  const times = good.filter((outcome) => outcome.kind === "page").map((outcome) => outcome.ended - outcome.began);
  times.sort((a, b) => a - b);
  return {
    total: outcomes.length,
    ok: good.length,
    failed: outcomes.filter((outcome) => outcome.result === "failed").length,
    reasons: countReasons(outcomes),
    unknown: outcomes.filter((outcome) => outcome.result === "unknown").length,
    resent: outcomes.filter((outcome) => outcome.resent).length,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    longestGap: longestGap(
      good.map((outcome) => outcome.ended),
      began,
      ended,
    ),
    seconds: (ended - began) / 1000,
  };
};

/** `20134 requests: 20134 ok, 0 failed, 0 unknown, 3 resent; p50 2 ms, p99 14 ms, longest gap 31 ms`, and the reasons. */
export const sayReport = (report: LoadReport): string =>
  [
    `${report.total} requests in ${report.seconds.toFixed(1)} s: ${report.ok} ok, ${report.failed} failed, ` +
      `${report.unknown} unknown, ${report.resent} resent; p50 ${report.p50.toFixed(1)} ms, ` +
      `p99 ${report.p99.toFixed(1)} ms, longest gap ${report.longestGap.toFixed(0)} ms`,
    ...Object.entries(report.reasons).map(([reason, count]) => `  ${count} x ${reason}`),
  ].join("\n");

const countReasons = (outcomes: readonly Outcome[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { kind, reason } of outcomes) {
    if (reason !== undefined) counts[`${kind}: ${reason}`] = (counts[`${kind}: ${reason}`] ?? 0) + 1;
  }
  return counts;
};

/** Nearest rank; 0 when nothing was measured. */
const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;

const longestGap = (answers: readonly number[], began: number, ended: number): number => {
  const during = answers.filter((answer) => answer < ended).toSorted((a, b) => a - b);
  const moments = [began, ...during, ended];
  return moments.slice(1).reduce((longest, moment, index) => Math.max(longest, moment - (moments[index] ?? moment)), 0);
};

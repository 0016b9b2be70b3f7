import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { onCalendar } from "../../src/host/ssh/systemd/calendar.ts";

const ANALYZE = "/usr/bin/systemd-analyze";
const BASE = "2027-12-30 22:58:30 UTC";
/** Times of each value that are compared: with two values, one of them may have none among the first. */
const TIMES = 6;

/** When the values together elapse next, by systemd's own word. */
const elapses = (values: readonly string[]): readonly number[] => {
  const words = ["calendar", `--base-time=${BASE}`, `--iterations=${TIMES}`, ...values];
  const output = execFileSync(ANALYZE, words, { encoding: "utf8", env: { ...process.env, TZ: "UTC", LC_ALL: "C" } });
  const found = [...output.matchAll(/(?:Next elapse|Iteration #\d+|Iter\. #\d+): \w+ (\S+ \S+) UTC/gu)];
  const times = found.map(([, time = ""]) => Date.parse(`${time.replace(" ", "T")}Z`));
  return [...new Set(times)].toSorted((a, b) => a - b).slice(0, TIMES);
};

/** When `local` would run the same. */
const runs = (cron: string): readonly number[] =>
  new Cron(cron, { timezone: "UTC" })
    .nextRuns(TIMES, new Date(Date.parse(BASE.replace(" ", "T").replace(" UTC", "Z"))))
    .map((run) => run.getTime());

const field = (low: number, high: number, names: readonly string[] = []) => {
  const number = fc.integer({ min: low, max: high });
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const one = fc.oneof(
    number.map(String),
    range,
    fc.tuple(range, fc.integer({ min: 1, max: 7 })).map(([span, step]) => `${span}/${step}`),
    fc.integer({ min: 1, max: 7 }).map((step) => `*/${step}`),
    ...(names.length > 0 ? [fc.constantFrom(...names)] : []),
  );
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant("*") },
    { weight: 3, arbitrary: fc.array(one, { minLength: 1, maxLength: 3 }).map((all) => all.join(",")) },
  );
};

const cronTimes = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    fc.oneof({ weight: 6, arbitrary: field(1, 28) }, { weight: 1, arbitrary: fc.constantFrom("L", "LW", "1W", "15W") }),
    field(1, 12, ["jan", "JUL"]),
    fc.oneof(
      { weight: 6, arbitrary: field(0, 7, ["mon", "SUN"]) },
      { weight: 1, arbitrary: fc.constantFrom("5L", "1#1", "2#3", "6#5") },
    ),
  )
  .map((fields) => fields.join(" "));

describe.skipIf(!existsSync(ANALYZE))("times of jobs", () => {
  test("systemd's timers elapse at the very times at which local would run the job", () => {
    fc.assert(
      fc.property(cronTimes, (cron) => {
        expect(elapses(onCalendar(cron)), cron).toEqual(runs(cron));
      }),
      { numRuns: 60 },
    );
  });
});

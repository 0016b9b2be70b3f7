import { expect, test } from "vitest";
import { onCalendar } from "./calendar.ts";

test.each([
  ["* * * * *", ["*-*-* *:*:00 UTC"]],
  ["15 4 * * *", ["*-*-* 04:15:00 UTC"]],
  ["*/20 8-10 * * *", ["*-*-* 08,09,10:00,20,40:00 UTC"]],
  ["0 0 1 1 *", ["*-01-01 00:00:00 UTC"]],
  ["0 9 * * MON-FRI", ["Mon,Tue,Wed,Thu,Fri *-*-* 09:00:00 UTC"]],
  ["0 9 * * 7", ["Sun *-*-* 09:00:00 UTC"]],
  ["0 0 13 * 5", ["*-*-13 00:00:00 UTC", "Fri *-*-* 00:00:00 UTC"]],
  ["0 0 13 * +5", ["Fri *-*-13 00:00:00 UTC"]],
  ["0 0 L * *", ["*-*~01 00:00:00 UTC"]],
  ["0 0 * * 1#2", ["Mon *-*-08..14 00:00:00 UTC"]],
])("%s is %j", (cron, expected) => {
  expect(onCalendar(cron)).toEqual(expected);
});

test("what no timer can tell is refused", () => {
  expect(() => onCalendar("0 0 31W * *")).toThrow("cannot be told to systemd");
});

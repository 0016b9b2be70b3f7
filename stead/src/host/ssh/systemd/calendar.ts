import { CronPattern } from "croner";
import { SteadError } from "../../../kernel/errors.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** croner's bits for the first to the fifth of a weekday in its month, and for its last; all of them: every one. */
const EVERY = 0b111111;
const LAST = 0b100000;
const weeks = ["01..07", "08..14", "15..21", "22..28", "29..31"];

/** The last day for which "the nearest weekday" cannot lead over the end of a month. */
const LATEST_NEAREST = 27;

/**
 * Five cron fields as values of OnCalendar= (systemd.time(7)), in UTC: together they elapse at the very times at which croner,
 * which times the jobs of `local`, would run it. Where both the day of the month and the weekday are limited, either will do, as
 * cron has it: so there can be several values. Throws COMMAND_FAILED for the few that no timer can tell, such as `31W`.
 */
export const onCalendar = (cron: string): readonly string[] => {
  const pattern = new CronPattern(cron);
  const months = list(pattern.month, 1);
  const clock = `${list(pattern.hour, 0)}:${list(pattern.minute, 0)}:${list(pattern.second, 0)} UTC`;
  return days(cron, pattern).map(({ weekday, day }) => `${weekday}*-${months}${day} ${clock}`);
};

interface Days {
  /** `Mon,Tue ` or nothing. */
  readonly weekday: string;
  /** `-*`, `-01,15`, `~01`: counted from the month's beginning or, with a tilde, from its end. */
  readonly day: string;
}

const days = (cron: string, pattern: CronPattern): readonly Days[] => {
  const both = !pattern.starDOM && !pattern.starDOW;
  if (both && pattern.useAndLogic) return together(cron, monthDays(cron, pattern), weekDays(pattern));
  if (both) return [...monthDays(cron, pattern), ...weekDays(pattern)];
  return pattern.starDOW ? monthDays(cron, pattern) : weekDays(pattern);
};

const monthDays = (cron: string, pattern: CronPattern): readonly Days[] => {
  const plain = list(pattern.day, 1);
  return [
    ...(plain === "" ? [] : [{ weekday: "", day: `-${plain}` }]),
    ...(pattern.lastDayOfMonth ? [{ weekday: "", day: "~01" }] : []),
    ...(pattern.lastWeekday ? lastWorkday : []),
    ...pattern.nearestWeekdays.flatMap((on, index) => (on === 1 ? nearestWorkday(cron, index + 1) : [])),
  ];
};

/** The month's last day from Monday to Friday: it is a Friday when a weekend follows. */
const lastWorkday: readonly Days[] = [
  { weekday: "Mon..Fri ", day: "~01" },
  { weekday: "Fri ", day: "~02,03" },
];

/** `15W`: a Saturday's is the Friday before, a Sunday's the Monday after, but never in another month. */
const nearestWorkday = (cron: string, day: number): readonly Days[] => {
  if (day > LATEST_NEAREST) throw untimeable(cron);
  return [
    { weekday: "Mon..Fri ", day: `-${two(day)}` },
    day === 1 ? { weekday: "Mon ", day: "-03" } : { weekday: "Fri ", day: `-${two(day - 1)}` },
    { weekday: "Mon ", day: `-${two(day + 1)}` },
  ];
};

const weekDays = ({ dayOfWeek }: CronPattern): readonly Days[] => {
  const each = weekdays.map((name, index) => ({ name, bits: dayOfWeek[index] ?? 0 }));
  const every = each.filter(({ bits }) => bits === EVERY).map(({ name }) => name);
  return [
    ...(every.length === 0 ? [] : [{ weekday: `${every.join(",")} `, day: "-*" }]),
    ...each.filter(({ bits }) => bits !== EVERY).flatMap(({ name, bits }) => someOf(name, bits)),
  ];
};

const someOf = (name: string, bits: number): readonly Days[] => [
  ...weeks.flatMap((week, index) => ((bits >> index) & 1 ? [{ weekday: `${name} `, day: `-${week}` }] : [])),
  ...(bits & LAST ? [{ weekday: `${name} `, day: "~07/1" }] : []),
];

/** Days that are of the month and of the week at once. */
const together = (cron: string, month: readonly Days[], week: readonly Days[]): readonly Days[] => {
  if (month.some(({ weekday }) => weekday !== "") || week.some(({ day }) => day !== "-*")) throw untimeable(cron);
  return month.flatMap(({ day }) => week.map(({ weekday }) => ({ weekday, day })));
};

/** The numbers that count, from `first` on; `*` when all do. */
const list = (field: readonly number[], first: number): string =>
  field.every((on) => on === 1) ? "*" : field.flatMap((on, index) => (on === 1 ? [two(index + first)] : [])).join(",");

const two = (number: number): string => String(number).padStart(2, "0");

const untimeable = (cron: string): SteadError =>
  new SteadError({
    code: "COMMAND_FAILED",
    where: cron,
    what: "These times cannot be told to systemd.",
    mend: "Use W with the days 1 to 27 only, and neither W nor # together with a weekday that begins with +.",
  });

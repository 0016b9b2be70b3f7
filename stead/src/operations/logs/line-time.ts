/** When a log line was written, as far as the line itself tells: milliseconds since the epoch. */
export const lineTime = (line: string): number | undefined => fromJson(line) ?? fromStart(line);

/**
 * `2026-11-23T12:05:01.123Z`, `2026-11-23T12:05:01+0100` (knotd), `2026-11-23 12:05:01` (mariadbd, local time),
 * `2026/11/23 12:05:01` (nginx's error log, local time); an opening bracket may stand before it.
 */
const START = /^\[?(\d{4})[-/](\d\d)[-/](\d\d)[T ]+(\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?) ?(Z|[+-]\d\d:?\d\d)?/;

const fromStart = (line: string): number | undefined => {
  const match = START.exec(line);
  if (!match) return undefined;
  const [, year, month, day, clock = "", zone = ""] = match;
  const hours = clock.replace(",", ".").padStart(clock.indexOf(":") === 1 ? clock.length + 1 : clock.length, "0");
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return valid(Date.parse(`${year}-${month}-${day}T${hours}${offset}`));
};

/** The line without the time it begins with. */
export const withoutTime = (line: string): string => line.replace(START, "").replace(/^[\]:,]? */, "");

/** Loggers of Node write JSON with `time` (pino: milliseconds), `timestamp` or `ts`, as text or as a number. */
const fromJson = (line: string): number | undefined => {
  if (!line.startsWith("{")) return undefined;
  const match = /"(?:time|timestamp|ts)"\s*:\s*(?:"([^"]+)"|(\d+(?:\.\d+)?))/.exec(line);
  if (!match) return undefined;
  const [, text, number] = match;
  return text === undefined ? fromNumber(Number(number)) : (fromStart(text) ?? valid(Date.parse(text)));
};

/** A number below this means seconds: as milliseconds it would be a day in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

const fromNumber = (value: number): number => (value < FIRST_MILLISECONDS ? value * 1000 : value);

const valid = (time: number): number | undefined => (Number.isNaN(time) ? undefined : time);

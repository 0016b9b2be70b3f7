import { lineTime } from "./line-time.ts";
import { readRequest, type LoggedRequest } from "./logged-request.ts";

/** One line of one log. */
export interface LogLine {
  /** The log it stands in: a unit's name, or `access`. */
  readonly source: string;
  /** What it is of: `app`, `nginx`, `worker-mails`. */
  readonly component: string;
  /** Milliseconds since the epoch: of the line itself, else of the last line before it that tells. */
  readonly time?: number;
  readonly text: string;
  /** Set when the line is a request of the access log. */
  readonly request?: LoggedRequest;
}

/** Lines of one log in order; a line without a time of its own belongs to the one before it. */
export const readLines = (source: string, lines: readonly string[]): readonly LogLine[] => {
  const read: LogLine[] = [];
  for (const text of lines) if (text !== "") read.push(readLine(source, text, read.at(-1)?.time));
  return read;
};

export const readLine = (source: string, text: string, timeBefore?: number): LogLine => {
  const time = lineTime(text) ?? timeBefore;
  const request = readRequest(text);
  return {
    source,
    component: componentOf(source),
    text,
    ...(time === undefined ? {} : { time }),
    ...(request ? { request } : {}),
  };
};

/** `app@20261123-120501-ab12cd-1` is an instance of `app`. */
export const componentOf = (source: string): string => source.split("@")[0] ?? source;

/** The lines of one log, and when the last of them was written (milliseconds since the epoch). */
export interface ReadLog {
  readonly lines: readonly LogLine[];
  readonly written: number;
}

/**
 * The newest `count` lines of several logs, in the order of their times. Lines of one log never change places. A log
 * that tells no times at all counts as written when its file last was.
 */
export const mergeLines = (logs: readonly ReadLog[], count: number): readonly LogLine[] => {
  const ordered = logs.flatMap(withRisingTimes).toSorted((left, right) => left.at - right.at);
  return ordered.slice(Math.max(0, ordered.length - count)).map(({ line }) => line);
};

/** A clock may step back within a log; its lines still stay in their order. */
const withRisingTimes = ({ lines, written }: ReadLog): readonly { readonly line: LogLine; readonly at: number }[] => {
  let latest = lines.find(({ time }) => time !== undefined)?.time ?? written;
  return lines.map((line) => {
    latest = Math.max(latest, line.time ?? latest);
    return { line, at: latest };
  });
};

import { withoutTime } from "../../operations/logs/line-time.ts";
import type { LogLine } from "../../operations/logs/log-line.ts";
import type { LoggedRequest } from "../../operations/logs/logged-request.ts";
import { sayBytes, sayDuration } from "../../kernel/text.ts";
import { sayJsonLine } from "./say-json-line.ts";
import { sayClock } from "./say-time.ts";
import type { Paint, Screen, Style } from "./screen.ts";

/** Prints log lines as they come, each source in its own colour; with `--json` each line as an object. */
export const linePrinter = (screen: Screen): ((line: LogLine) => void) =>
  screen.json ? (line) => screen.print(JSON.stringify(line)) : (line) => screen.print(sayLogLine(line, screen.paint));

/** `12:05:01  app.1     what it said`; a request in a few words. */
export const sayLogLine = (line: LogLine, paint: Paint): string => {
  const clock = line.time === undefined ? "        " : sayClock(new Date(line.time));
  const name = shortName(line.source);
  const text = line.request ? sayRequest(line.request, paint) : sayText(line, paint);
  return `${paint("dim", clock)}  ${paint(colourOf(name), name.padEnd(NAME_WIDTH))}  ${text}`;
};

/** The time stands in front already; what carries none is told as it is. */
const sayText = ({ text, time }: LogLine, paint: Paint): string =>
  sayJsonLine(text, paint) ?? (time === undefined ? text : withoutTime(text));

const NAME_WIDTH = 10;

/** `app@20261123-120501-ab12cd-2` is the second instance of whatever release serves: `app.2`. */
const shortName = (source: string): string =>
  source === "access" ? "request" : source.replace(/@.*-(\d+)$/, ".$1").replace(/@.*$/, "");

const colours: readonly Style[] = ["cyan", "magenta", "blue", "green", "yellow"];

/** The same name has the same colour in every run. */
const colourOf = (name: string): Style => {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return colours[sum % colours.length] ?? "cyan";
};

const sayRequest = (request: LoggedRequest, paint: Paint): string =>
  [
    paint(statusColour(request.status), String(request.status)),
    request.method.padEnd(4),
    request.path,
    paint(
      "dim",
      [sayDuration(request.seconds), sayBytes(request.bytes), answeredBy(request)]
        .filter((word) => word !== "")
        .join("  "),
    ),
  ].join(" ");

const statusColour = (status: number): Style => (status >= 500 ? "red" : status >= 400 ? "yellow" : "green");

/** Who answered: the cache, nginx itself, or which instance; a second one after a comma shows a retry. */
const answeredBy = ({ cache, upstream }: LoggedRequest): string => {
  if (cache === "HIT" || cache === "STALE") return `cache ${cache.toLowerCase()}`;
  if (upstream === undefined) return "static";
  return upstream.replace(/unix:\S*\/(\d+)\.sock/g, "app.$1");
};

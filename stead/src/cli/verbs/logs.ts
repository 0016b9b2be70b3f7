import { openSiteFor, takeEnvironment } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { linePrinter } from "../print/say-log-line.ts";
import type { Verb } from "../verb.ts";

/** As many as a screen or two. */
const LINES = 100;

export const logs: Verb = {
  group: "Looking",
  says: "Prints what the site's processes and visitors' requests left in the logs, by time.",
  kind: "reads",
  words: [environmentWord, { word: "[component]", about: "app, nginx, mariadb, worker, access, …; all when left out" }],
  options: [
    { flags: "-f, --follow", about: "go on with new lines until Ctrl-C" },
    { flags: "-n, --lines <number>", about: `how many of the newest lines (default: ${LINES})` },
    { flags: "-r, --request <id>", about: "only lines that name this request, as the header X-Request-Id tells it" },
    ...siteOptions,
    jsonOption,
  ],
  example: "stead logs -f app",
  perform: async (call) => {
    const { choices, screen, interruption } = call;
    const { environment, words } = await takeEnvironment(call);
    const [component, request] = [words[0], choices.text("request")];
    const wish = {
      lines: choices.count("lines") ?? LINES,
      ...(component === undefined ? {} : { component }),
      ...(request === undefined ? {} : { request }),
    };
    const site = await openSiteFor(call, environment);
    const { readLogs, followLogs, logEnds } = await import("../../operations/logs.ts");
    const print = linePrinter(screen);
    // Before reading: a line that comes between the two is better printed twice than not at all.
    const ends = await logEnds(site);
    const lines = await readLogs(site, wish);
    for (const line of lines) print(line);
    if (choices.flag("follow")) return followLogs(site, wish, ends, print, interruption.signal);
    if (lines.length === 0)
      screen.remark(request === undefined ? "Nothing was logged yet." : `No log names the request ${request}.`);
  },
};

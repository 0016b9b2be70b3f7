import type { OpenSite } from "../operations/open-site.ts";
import { linePrinter } from "./print/say-log-line.ts";
import type { Call } from "./verb.ts";

/**
 * The live view: what the site logs, line by line, until Ctrl-C, which then stops the site in order. A site that ran
 * before is only looked at: it runs on afterwards.
 */
export const watchSite = async (call: Call, site: OpenSite, ranBefore: boolean): Promise<void> => {
  const { screen, interruption } = call;
  const { followLogs, logEnds } = await import("../operations/logs.ts");
  const ends = await logEnds(site);
  const end = ranBefore ? "Ctrl-C ends this view only" : "Ctrl-C stops the site";
  say(call, `${ranBefore ? "The site was running already, in the background. " : ""}${end}.\n`);
  await followLogs(site, { lines: 0 }, ends, linePrinter(screen), interruption.signal);
  if (ranBefore) return say(call, "\nThe site runs on. `stead down` stops it.");
  say(call, "\nStopping the site. Ctrl-C again stops waiting for it.");
  const { down } = await import("../operations/down.ts");
  await down(site, { report: call.report, signal: interruption.renew() });
  say(call, "Stopped. Data, configuration and releases stay; `stead up` starts the site again.");
};

const say = ({ screen }: Call, text: string): void => {
  if (!screen.json) screen.print(screen.paint("dim", text));
};

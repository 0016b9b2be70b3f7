import type { HostNotices, NotifyReport } from "../../operations/notify.ts";
import { join } from "../../kernel/text.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint, Screen } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import { wrap } from "../print/wrap.ts";
import type { Verb } from "../verb.ts";

export const notify: Verb = {
  group: "Looking",
  says: "Tells who hears of it when something goes wrong on a server, and what is wrong; --test sends them a word.",
  kind: "reads",
  words: [environmentWord],
  options: [{ flags: "--test", about: "send everybody a notice, to see that it arrives" }, ...siteOptions, jsonOption],
  example: "stead notify production --test",
  perform: async (call) => {
    const operation = await import("../../operations/notify.ts");
    const site = await openSiteFor(call, call.words[0]);
    const report = await operation.notify(site, { test: call.choices.flag("test") });
    call.screen.answer(report, (paint) => sayNotices(report, paint, call.screen));
  },
};

const sayNotices = ({ hosts }: NotifyReport, paint: Paint, screen: Screen): string =>
  hosts.map((host) => linesOf(host, paint, screen).join("\n")).join("\n\n");

const linesOf = ({ host, to, wrong, tested }: HostNotices, paint: Paint, { columns }: Screen): readonly string[] => [
  wrap(
    tested
      ? `${paint("green", "✔")} ${host} has sent a test to ${join(to)}. Look whether it arrived.`
      : `${host} tells ${join(to)} what goes wrong, at once or within the hour.`,
    columns,
  ),
  ...(wrong.length === 0
    ? [`${paint("green", "✔")} Nothing was told that is not over.`]
    : [
        "Told, and not over:",
        sayTable(
          wrong.map(({ since, says }) => [sayTime(new Date(since)), says]),
          { indent: 2, width: columns },
        ),
      ]),
];

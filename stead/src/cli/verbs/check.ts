import { commandFor } from "../../kernel/command-for.ts";
import type { CheckReport } from "../../operations/check.ts";
import type { Care, HazardReport, Limit } from "../../operations/check/hazard-report.ts";
import { sayBytes, sayDuration } from "../../kernel/text.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayTime } from "../print/say-time.ts";
import { sayMissing } from "../print/say-missing.ts";
import { sayNames } from "../print/say-names.ts";
import type { Paint, Screen } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import { wrap } from "../print/wrap.ts";
import type { Verb } from "../verb.ts";

export const check: Verb = {
  group: "Looking",
  says: "Says what would take the site down, what care for it costs, and what bounds its growth.",
  kind: "reads",
  words: [environmentWord],
  options: [...siteOptions, jsonOption],
  example: "stead check",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0], true);
    const operation = await import("../../operations/check.ts");
    const report = await operation.check(site);
    call.screen.answer(report, (paint) => sayReport(report, paint, call.screen));
  },
};

type Hazard = HazardReport["losses"][number];

const sayReport = (report: CheckReport, paint: Paint, screen: Screen): string => {
  const entry = entryPrinter(paint, screen);
  return [
    `${paint("bold", report.site)} in the environment ${report.environment}`,
    ...section(
      paint("bold", "Single points of failure"),
      report.losses.map((hazard) => entry(hazard, hazard.effect)),
    ),
    ...section(
      paint("bold", "What maintenance costs"),
      report.maintenance.map((care) => entry(care, `${sayCost(care)} ${care.effect}`.trimStart())),
    ),
    ...section(
      paint("bold", "What bounds growth"),
      report.growth.map((limit) => entry(limit, `${limit.effect}${sayUse(limit)}`)),
    ),
    ...section(paint("bold", "What keeps `up` and `deploy` from their work"), sayMissing(report.missing, paint)),
    ...section(paint("bold", "What the world is told about the domain"), sayNames(report.names, paint, screen.columns)),
    ...section(paint("bold", "What each unit may do beyond its work"), sayExposures(report, paint)),
    ...(report.running ? [] : ["", sayNotRunning(report)]),
  ].join("\n");
};

const sayNotRunning = ({ environment }: CheckReport): string =>
  `The site does not run, so nothing could be measured. \`${commandFor("up", environment)}\` starts it.`;

/** By systemd-analyze security, from 0 to 10. */
const sayExposures = ({ exposures }: CheckReport, paint: Paint): readonly string[] => {
  const rows = exposures.map(({ host, unit, score, most }) => [
    `${score <= (most ?? 0) ? paint("green", "●") : paint("yellow", "●")} ${unit}`,
    `on ${host}`,
    `${score.toFixed(1)} of 10`,
    most === undefined ? "it has no sandbox" : `at most ${most.toFixed(1)}`,
  ]);
  return rows.length === 0 ? [] : [sayTable(rows, { indent: 2 })];
};

const section = (title: string, entries: readonly string[]): readonly string[] =>
  entries.length === 0 ? [] : ["", title, ...entries];

const entryPrinter =
  (paint: Paint, screen: Screen) =>
  ({ what, cure, kind }: Hazard, text: string): string => {
    const mark = { loss: paint("red", "●"), maintenance: paint("yellow", "●"), growth: paint("blue", "●") }[kind];
    const width = Math.min(screen.columns, 100) - 4;
    return [
      `  ${mark} ${paint("bold", what)}`,
      `    ${wrap(text, width, 4)}`,
      `    ${paint("dim", wrap(`→ ${cure}`, width, 4))}`,
    ].join("\n");
  };

const sayCost = ({ seconds, measured, besides }: Care): string => {
  if (seconds === 0) return "";
  if (seconds === undefined || measured === undefined) return "Not measured: it does not run.";
  const rest = besides === undefined ? "" : `, and ${besides}`;
  return `About ${sayDuration(seconds)}, as measured here at its last start (${sayTime(new Date(measured))})${rest}.`;
};

const sayUse = ({ usedBytes }: Limit): string =>
  usedBytes === undefined ? "" : ` The site's processes use ${sayBytes(usedBytes)} now.`;

import { commandFor } from "../../kernel/command-for.ts";
import { stripVTControlCharacters } from "node:util";
import { plural, sayBytes, sayDuration } from "../../kernel/text.ts";
import type { HostStatus, SiteStatus, UnitLine } from "../../operations/status.ts";
import { openSiteFor } from "../open-site-for.ts";
import { environmentWord, jsonOption, siteOptions } from "../options.ts";
import { sayFaults } from "../print/faults.ts";
import { sayRecent } from "../print/say-time.ts";
import type { Paint, Screen, Style } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import { wrap } from "../print/wrap.ts";
import type { Verb } from "../verb.ts";

export const status: Verb = {
  group: "The site",
  says: "Shows what runs, since when, with which release, and whether it is what stead.config.ts says.",
  kind: "reads",
  words: [environmentWord],
  options: [...siteOptions, jsonOption],
  example: "stead status",
  perform: async (call) => {
    const site = await openSiteFor(call, call.words[0]);
    const operation = await import("../../operations/status.ts");
    const result = await operation.status(site);
    call.screen.answer(result, (paint) => sayStatus(result, paint, call.screen));
  },
};

const sayStatus = (result: SiteStatus, paint: Paint, screen: Screen): string => {
  const runs = result.hosts.some(({ units }) => units.some(({ pid }) => pid !== undefined));
  return [
    `${paint("bold", result.site)} in the environment ${result.environment}${runs ? "" : ": not running"}`,
    ...(runs ? result.addresses.map((address) => `  ${address}`) : []),
    ...result.hosts.flatMap((host) => sayHost(host, paint, screen)),
    "",
    ...sayDifferences(result, runs, paint),
  ].join("\n");
};

const sayHost = (
  { host, release, maintenance, backup, units, notes, memoryBytes }: HostStatus,
  paint: Paint,
  screen: Screen,
): readonly string[] => [
  "",
  `${paint("bold", host)}${release === undefined ? "" : `  release ${release}`}${memoryBytes > 0 ? `  ${sayBytes(memoryBytes)} of memory` : ""}`,
  ...(maintenance
    ? [
        `  ${paint("yellow", "In maintenance")} since ${maintenance.since}, by ${maintenance.by}${maintenance.why === undefined ? "." : `: ${maintenance.why}`}`,
      ]
    : []),
  ...(backup ? [`  ${sayBackup(backup, paint)}`] : []),
  ...(units.length > 0 ? [sayUnits(units.toSorted(byName), paint, screen)] : []),
  ...notes.map(({ about, says }) => `  ${about} ${says}`),
];

/** Hours after which a nightly proof is overdue: a day, and two for the backup itself. */
const OVERDUE = 26;

/** A backup that nobody restored is a hope. */
const sayBackup = ({ proved }: NonNullable<HostStatus["backup"]>, paint: Paint): string => {
  if (proved === undefined) return paint("yellow", "No backup is proved by a restore yet: `stead backup now`");
  const hours = (Date.now() - Date.parse(proved.at)) / 3_600_000;
  const age = hours < 2 ? plural(Math.round(hours * 60), "minute") : plural(Math.round(hours), "hour");
  const says = `Backup proved by a restore ${age} ago (${plural(proved.tables, "table")} alike)`;
  return hours > OVERDUE ? paint("yellow", says) : says;
};

/** A row for each; what there is to note of a unit stands behind its row, or below it where the screen is narrow. */
const sayUnits = (units: readonly UnitLine[], paint: Paint, { columns }: Screen): string => {
  const rows = sayTable(
    units.map((unit) => sayUnit(unit, paint)),
    { indent: 2 },
  ).split("\n");
  const lines = units.map((unit, index) => {
    const [row = "", notes] = [rows[index], notesOf(unit).join(", ")];
    if (notes === "") return row;
    const fits = stripVTControlCharacters(row).length + 2 + notes.length <= columns;
    return fits
      ? `${row}  ${notes}`
      : `${row}\n${" ".repeat(NOTES_INDENT)}${wrap(notes, columns - NOTES_INDENT, NOTES_INDENT)}`;
  });
  return lines.join("\n");
};

const NOTES_INDENT = 4;

/** Instances count: 2 comes before 10. */
const byName = (a: UnitLine, b: UnitLine): number => a.name.localeCompare(b.name, "en", { numeric: true });

const colours: Record<UnitLine["state"], Style> = {
  ready: "green",
  starting: "yellow",
  failing: "red",
  stopped: "dim",
  waiting: "blue",
};

const sayUnit = (unit: UnitLine, paint: Paint): readonly string[] => [
  `${paint(colours[unit.state], "●")} ${unit.name}`,
  unit.state,
  unit.pid === undefined ? "" : `pid ${unit.pid}`,
  unit.memoryBytes === undefined ? "" : sayBytes(unit.memoryBytes),
  `since ${sayRecent(new Date(unit.since))}`,
];

const notesOf = ({ restarts, lastExit, next, lastRun }: UnitLine): readonly string[] => [
  ...(restarts > 0 ? [`restarted ${plural(restarts, "time")}`] : []),
  ...(lastExit === undefined || lastRun ? [] : [`last ended with ${lastExit}`]),
  ...(lastRun
    ? [`last run ${sayRecent(new Date(lastRun.at))}: ${lastRun.result} after ${sayDuration(lastRun.seconds)}`]
    : []),
  ...(next === undefined ? [] : [`next ${sayRecent(new Date(next))}`]),
];

const sayDifferences = (
  { environment, changes, faults }: SiteStatus,
  runs: boolean,
  paint: Paint,
): readonly string[] => {
  if (faults.length > 0) return [sayFaults(faults, paint)];
  const up = commandFor("up", environment);
  if (!runs) return [`\`${up}\` starts it.`];
  if (changes.length === 0) return [`${paint("green", "✔")} Everything is what stead.config.ts says.`];
  return [
    `${paint("yellow", "!")} ${plural(changes.length, "thing")} ${changes.length === 1 ? "differs" : "differ"} from stead.config.ts; \`${up}\` mends it:`,
    ...changes.map(({ says }) => `    ${says}`),
  ];
};

import { plural, sayBytes, sayDuration } from "../../kernel/text.ts";
import type { HostStatus, SiteStatus, UnitLine } from "../../operations/status.ts";
import { openSiteFor } from "../open-site-for.ts";
import { jsonOption, siteOptions } from "../options.ts";
import { sayFaults } from "../print/faults.ts";
import { sayTime } from "../print/say-time.ts";
import type { Paint, Style } from "../print/screen.ts";
import { sayTable } from "../print/table.ts";
import type { Verb } from "../verb.ts";

export const status: Verb = {
  group: "The site",
  says: "Shows what runs, since when, with which release, and whether it is what stead.config.ts says.",
  kind: "reads",
  options: [...siteOptions, jsonOption],
  example: "stead status",
  perform: async (call) => {
    const site = await openSiteFor(call);
    const operation = await import("../../operations/status.ts");
    const result = await operation.status(site);
    call.screen.answer(result, (paint) => sayStatus(result, paint));
  },
};

const sayStatus = (result: SiteStatus, paint: Paint): string => {
  const runs = result.hosts.some(({ units }) => units.some(({ pid }) => pid !== undefined));
  return [
    `${paint("bold", result.site)} in the environment ${result.environment}${runs ? "" : ": not running"}`,
    ...(runs ? result.addresses.map((address) => `  ${address}`) : []),
    ...result.hosts.flatMap((host) => sayHost(host, paint)),
    "",
    ...sayDifferences(result, runs, paint),
  ].join("\n");
};

const sayHost = ({ host, release, maintenance, units, memoryBytes }: HostStatus, paint: Paint): readonly string[] => [
  "",
  `${paint("bold", host)}${release === undefined ? "" : `  release ${release}`}${memoryBytes > 0 ? `  ${sayBytes(memoryBytes)} of memory` : ""}`,
  ...(maintenance
    ? [
        `  ${paint("yellow", "In maintenance")} since ${maintenance.since}, by ${maintenance.by}${maintenance.why === undefined ? "." : `: ${maintenance.why}`}`,
      ]
    : []),
  ...(units.length > 0
    ? [
        sayTable(
          units.toSorted(byName).map((unit) => sayUnit(unit, paint)),
          { indent: 2 },
        ),
      ]
    : []),
];

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
  `since ${sayTime(new Date(unit.since))}`,
  notesOf(unit).join(", "),
];

const notesOf = ({ restarts, lastExit, next, lastRun }: UnitLine): readonly string[] => [
  ...(restarts > 0 ? [`restarted ${plural(restarts, "time")}`] : []),
  ...(lastExit === undefined ? [] : [`last ended with ${lastExit}`]),
  ...(lastRun
    ? [`last run ${sayTime(new Date(lastRun.at))}: ${lastRun.result} after ${sayDuration(lastRun.seconds)}`]
    : []),
  ...(next === undefined ? [] : [`next ${sayTime(new Date(next))}`]),
];

const sayDifferences = ({ changes, faults }: SiteStatus, runs: boolean, paint: Paint): readonly string[] => {
  if (faults.length > 0) return [sayFaults(faults, paint)];
  if (!runs) return ["`stead up` starts it."];
  if (changes.length === 0) return [`${paint("green", "✔")} Everything is what stead.config.ts says.`];
  return [
    `${paint("yellow", "!")} ${plural(changes.length, "thing")} ${changes.length === 1 ? "differs" : "differ"} from stead.config.ts; \`stead up\` mends it:`,
    ...changes.map(({ says }) => `    ${says}`),
  ];
};

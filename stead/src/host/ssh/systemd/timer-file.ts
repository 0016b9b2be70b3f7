import type { UnitDefinition } from "../../../state/observations.ts";
import { onCalendar } from "./calendar.ts";
import { makeRoom } from "./scripts.ts";
import { program, type SitePaths } from "./unit-file.ts";
import { dueName, serviceName, sliceName, timerName } from "./unit-names.ts";
import { rest, section, word, type Line } from "./unit-text.ts";

/** The files beside a scheduled unit's own: its timer, and where runs may overlap otherwise than by skipping, what makes room. */
export const timerFiles = (paths: SitePaths, definition: UnitDefinition): ReadonlyMap<string, string> => {
  const { schedule, name } = definition;
  if (!schedule) return new Map();
  const timer = [timerName(paths.site, name), renderTimer(paths, definition, schedule)] as const;
  if (schedule.overlap === "skip") return new Map([timer]);
  return new Map([timer, [dueName(paths.site, name), renderDue(paths, name, schedule.overlap)]]);
};

type Schedule = NonNullable<UnitDefinition["schedule"]>;

/** What a timer starts: the job itself, or what makes room for it. */
export const whenDue = (site: string, name: string, { overlap }: Schedule): string =>
  overlap === "skip" ? serviceName(site, name) : dueName(site, name);

/** A timer whose service still runs does nothing: that is how a run is skipped. */
const renderTimer = ({ site }: SitePaths, { name }: UnitDefinition, schedule: Schedule): string =>
  [
    "# Written by Stead.",
    section("Unit", [["Description", `Times of ${rest(name)} of ${site}`]]),
    section("Timer", [
      ...onCalendar(schedule.at).map((times) => ["OnCalendar", times] as const),
      // A minute by default: a job would begin up to that much late.
      ["AccuracySec", "100ms"],
      ["Unit", whenDue(site, name, schedule)],
    ]),
  ].join("\n");

const renderDue = (paths: SitePaths, name: string, overlap: "wait" | "kill"): string => {
  const lines: readonly Line[] = [
    ["Type", "exec"],
    ["Slice", sliceName(paths.site)],
    ["ExecStart", `${word(program(paths, makeRoom))} ${overlap} ${serviceName(paths.site, name)}`],
  ];
  return [
    "# Written by Stead.",
    section("Unit", [["Description", `Room for the next run of ${rest(name)} of ${paths.site}`]]),
    section("Service", lines),
  ].join("\n");
};

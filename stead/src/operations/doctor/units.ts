import type { Host } from "../../host/host.ts";
import type { UnitStatus } from "../../state/observations.ts";
import { plural } from "../../kernel/text.ts";
import { fault, ok, warning, type Finding } from "./finding.ts";

/** How many last lines of a failing unit's log are shown. */
const LINES = 8;

/** The service manager, and every process it keeps. */
export const lookAtUnits = async (host: Host): Promise<readonly Finding[]> => {
  const units = await host.units.status();
  if (!units.some(({ pid }) => pid !== undefined))
    return [ok("site", "It is not running, so only the machine was examined.")];
  const answers = (await host.units.answers?.()) ?? true;
  return [
    answers
      ? ok("supervisor", `It keeps ${plural(units.length, "process", "processes")}.`)
      : fault(
          "supervisor",
          "It is gone: what runs is not started again when it ends.",
          "Run `stead up -d`; the new one takes over what runs.",
        ),
    ...(await Promise.all(units.map(async (unit) => lookAtUnit(unit, host)))),
  ];
};

const lookAtUnit = async (unit: UnitStatus, host: Host): Promise<Finding> => {
  const subject = unit.name;
  switch (unit.state) {
    case "ready":
    case "waiting":
      return unit.restarts > 0
        ? warning(
            subject,
            `It runs, and had to be started again ${plural(unit.restarts, "time")}.`,
            `stead logs ${subject}`,
          )
        : ok(subject, unit.state === "ready" ? "It is ready." : "It waits for its next time.");
    case "starting":
      return warning(subject, "It is starting.", "Look again in some seconds.");
    case "stopped":
      return fault(
        subject,
        `It does not run${unit.lastExit === undefined ? "" : `: it ended with ${unit.lastExit}`}.`,
        "Run `stead up -d`.",
        await host.units.lines(subject, LINES),
      );
    case "failing":
      return fault(
        subject,
        `It fails again and again${unit.lastExit === undefined ? "" : `, last with ${unit.lastExit}`}.`,
        `See \`stead logs ${subject}\`, mend the cause, then \`stead up -d\`.`,
        await host.units.lines(subject, LINES),
      );
  }
};

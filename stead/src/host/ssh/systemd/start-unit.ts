import type { UnitDefinition } from "../../../state/observations.ts";
import type { Files, Host } from "../../host.ts";
import { isSameProcess } from "../../same-process.ts";
import { takenBack } from "../../unit-faults.ts";
import { notReady, refuseStranger } from "./not-ready.ts";
import { readUnits, type FoundUnit, type Shown } from "./read-units.ts";
import { driftOf } from "./status-of.ts";
import { timerFiles } from "./timer-file.ts";
import { renderService, type SitePaths } from "./unit-file.ts";
import { bootOf } from "./unit-links.ts";
import { serviceName, UNIT_FOLDER } from "./unit-names.ts";

/** What every command about a site's units works with. */
export interface Systemd {
  readonly paths: SitePaths;
  readonly run: Host["run"];
  readonly files: Files;
}

/**
 * Writes a unit's files and starts it, and waits until its probe passes. `keep`: one whose process is already what the definition asks
 * for is left alone. Throws UNIT_NOT_READY.
 */
export const startUnit = async (
  systemd: Systemd,
  definition: UnitDefinition,
  how: "keep" | "replace",
): Promise<void> => {
  const { paths, run } = systemd;
  const found = await findUnit(systemd, definition.name);
  const isKept = how === "keep" && found.unit !== undefined && isAsWanted(found.unit, definition, paths);
  const order = found.unit?.notes.order ?? found.now;
  await writeUnit(systemd, definition, order);
  const boot = bootOf(paths.site, definition);
  const service = serviceName(paths.site, definition.name);
  const patience = definition.schedule ? LONGEST_COMMAND : definition.readyTimeout;
  const replaces = isKept ? "keep" : "replace";
  const words = [service, boot.starts, boot.wantedBy, String(patience), replaces, UNIT_FOLDER];
  const { exitCode, stdout } = await run(["/bin/sh", "-c", START, "start", ...words]);
  if (exitCode === 0) return refuseStranger(systemd, definition);
  if (exitCode === TAKEN_BACK) throw takenBack(definition.name);
  throw await notReady(systemd, definition, { late: exitCode === LATE, said: stdout });
};

/** Seconds that systemd itself may take for something that waits for nothing. */
const LONGEST_COMMAND = 20;

/** timeout(1): the time was over. */
const LATE = 124;
const TAKEN_BACK = 75;

/**
 * $1 the service, $2 what is started (it, or its timer), $3 the target that wants it at boot, $4 seconds to wait, $5 keep or replace,
 * $6 the folder of units. The old process is ended by its old definition: systemd reads the new one only then. What was said while it
 * started is asked for at once: systemd forgets how a process ended when it starts the next. A
 * unit that ended by itself is about to be tried again; one that is not was stopped by somebody.
 */
const START = `
export LC_ALL=C
service=$1 starts=$2 wants=$6/$3.wants
if [ "$5" = replace ]; then
  [ "$starts" = "$service" ] || systemctl stop "$starts" 2>/dev/null
  systemctl stop "$service" 2>/dev/null
fi
mkdir -p "$wants" && ln -sfn "../$starts" "$wants/$starts"
case "$(systemctl show --property=NeedDaemonReload --value "$service" "$starts")" in *yes*) systemctl daemon-reload ;; esac
date +%s.%N
timeout "$4" systemctl start "$starts" 2>/dev/null
code=$?
[ "$code" -ne 0 ] || exit 0
systemctl show --timestamp=us+utc --property=ExecMainExitTimestamp,ExecMainCode,ExecMainStatus,MainPID "$service"
[ -f "$6/$service" ] || exit ${TAKEN_BACK}
[ "$(systemctl show --property=Restart --value "$service")" = always ] || exit "$code"
case "$(systemctl show --property=ActiveState --value "$service")" in
  inactive | deactivating | failed) exit ${TAKEN_BACK} ;;
esac
exit "$code"
`;

export const findUnit = async (
  { run, paths }: Systemd,
  name: string,
): Promise<{ readonly unit: FoundUnit | undefined; readonly now: number }> => {
  const { now, units } = await readUnits(run, paths.site);
  return { now, unit: units.find((unit) => unit.name === name) };
};

/** Writes what is not so already; systemd has not read it yet. */
export const writeUnit = async (
  { paths, files }: Systemd,
  definition: UnitDefinition,
  order: number,
): Promise<void> => {
  const wanted = new Map([
    [serviceName(paths.site, definition.name), renderService(paths, definition, order)],
    ...timerFiles(paths, definition),
  ]);
  for (const [name, text] of wanted) {
    const path = `${UNIT_FOLDER}/${name}`;
    const now = await files.read(path);
    if (now === undefined || new TextDecoder().decode(now) !== text) await files.write(path, text, { mode: 0o644 });
  }
};

/** Whether its process runs (or its timer waits) by this definition, from a file that nobody has changed. */
const isAsWanted = (unit: FoundUnit, definition: UnitDefinition, paths: SitePaths): boolean => {
  const { notes, shown, timer } = unit;
  const runs = definition.schedule ? timer?.["ActiveState"] === "active" : isUp(shown);
  return runs && driftOf(paths, unit) === undefined && isSameProcess(notes.definition, definition);
};

/** Also one that still starts: it is waited for. One that waits to be tried again is not. */
const isUp = ({ ActiveState, SubState = "" }: Shown): boolean =>
  ActiveState === "active" ||
  ActiveState === "reloading" ||
  (ActiveState === "activating" && !SubState.startsWith("auto-restart") && SubState !== "start-pre");

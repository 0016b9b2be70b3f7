import type { UnitDefinition } from "../../../state/observations.ts";
import { notRunning, reloadRefused } from "../../unit-faults.ts";
import { findUnit, writeUnit, type Systemd } from "./start-unit.ts";
import { serviceName } from "./unit-names.ts";

/** Seconds within which a program takes in its configuration. */
const LONGEST = 30;

/**
 * Lets a process take in its configuration, its own way, and keeps it; the new definition counts from its next start. When it refuses, it
 * is still one of the old definition. Throws NOT_RUNNING, COMMAND_FAILED.
 */
export const reloadUnit = async (systemd: Systemd, definition: UnitDefinition): Promise<void> => {
  const { unit } = await findUnit(systemd, definition.name);
  if (unit === undefined) throw notRunning(definition.name);
  const { order, definition: before } = unit.notes;
  if (!definition.reload && !definition.schedule)
    throw reloadRefused(definition.name, "It cannot take in new configuration while it runs.");
  await writeUnit(systemd, definition, order);
  const service = serviceName(systemd.paths.site, definition.name);
  const { exitCode, stderr } = await systemd.run(["/bin/sh", "-c", RELOAD, "reload", service, String(LONGEST)]);
  if (exitCode === 0) return;
  await writeUnit(systemd, before, order);
  await systemd.run(["systemctl", "daemon-reload"]);
  throw reloadRefused(definition.name, `It did not take in its configuration: ${stderr.trim() || "it gave no reason"}`);
};

/** One that waits to be started again reads its configuration then; so does a job at its next run. */
const RELOAD = `
systemctl daemon-reload
[ "$(systemctl show --property=ActiveState --value "$1")" = active ] || exit 0
[ "$(systemctl show --property=CanReload --value "$1")" = yes ] || exit 0
exec timeout "$2" systemctl reload "$1"
`;

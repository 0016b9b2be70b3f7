import type { FoundUnit } from "./read-units.ts";
import { STARTS } from "./scripts.ts";
import type { Systemd } from "./start-unit.ts";
import { bootOf } from "./unit-links.ts";
import { dueName, serviceName, timerName, UNIT_FOLDER } from "./unit-names.ts";

/** Ends these units, one after the other, and takes away all that the server knows of them but their logs. One round trip. */
export const stopUnits = async ({ run, paths }: Systemd, units: readonly FoundUnit[]): Promise<void> => {
  if (units.length === 0) return;
  const words = units.flatMap(({ name, notes: { definition } }) => {
    const boot = bootOf(paths.site, definition);
    const names = [timerName(paths.site, name), dueName(paths.site, name), serviceName(paths.site, name)];
    return [`${boot.wantedBy}.wants/${boot.starts}`, ...names];
  });
  await run(["/bin/sh", "-c", STOP, "stop", UNIT_FOLDER, ...words]);
};

/** $1 the folder of units; then for each unit the link by which the boot wants it, its timer, what makes room for it, and its service. */
const STOP = `
cd "$1" || exit 1
shift
while [ $# -ge 4 ]; do
  systemctl stop "$2" "$3" "$4" 2>/dev/null
  rm -f -- "$1" "$2" "$3" "$4" "${STARTS}/$4"
  case $1 in stead-*) rmdir --ignore-fail-on-non-empty -- "\${1%/*}" ;; esac
  systemctl reset-failed "$4" 2>/dev/null
  shift 4
done
[ ! -d "${STARTS}" ] || rmdir --ignore-fail-on-non-empty "${STARTS}"
systemctl daemon-reload
`;

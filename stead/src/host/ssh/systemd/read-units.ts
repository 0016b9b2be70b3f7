import type { Host } from "../../host.ts";
import { readNotes, type SteadNotes } from "./stead-section.ts";
import { servicePattern, timerName, UNIT_FOLDER, unitOf } from "./unit-names.ts";

/** A unit as it stands on the server: its files, and what systemd says of it. */
export interface FoundUnit {
  readonly name: string;
  /** The site it is of, or the name of what is the server's own. */
  readonly site: string;
  readonly service: string;
  /** The text of its unit file. */
  readonly text: string;
  readonly notes: SteadNotes;
  readonly shown: Shown;
  /** Of its timer, where it has one. */
  readonly timer: Shown | undefined;
  /** Bytes of resident memory of its processes. */
  readonly resident: number;
}

/** Properties by name, as `systemctl show` prints them. */
export type Shown = Readonly<Record<string, string>>;

export interface Found {
  /** Milliseconds since the epoch, by the server's clock. */
  readonly now: number;
  readonly units: readonly FoundUnit[];
}

/** All units of these sites, the first started first: one round trip. Units of Stead only, whatever else has such a name. */
export const readUnits = async (run: Host["run"], ...sites: readonly string[]): Promise<Found> => {
  const patterns = sites.map(servicePattern).join(" ");
  const { stdout } = await run(["/bin/sh", "-c", LOOK, "look", patterns, UNIT_FOLDER]);
  const [clock = "", files = "", shown = "", memory = ""] = stdout.split(`${MARK}\n`);
  const properties = blocks(shown);
  const resident = residents(memory);
  const units = [...textsOf(files)].flatMap(([service, text]) => {
    const notes = readNotes(text);
    const site = sites.find((one) => one === notes?.site);
    const name = site && unitOf(site, service);
    if (notes === undefined || site === undefined || name === undefined) return [];
    const [timer, shown] = [properties.get(timerName(site, name)), properties.get(service) ?? {}];
    return [{ name, site, service, text, notes, shown, timer, resident: resident.get(service) ?? 0 }];
  });
  return { now: Number(clock) || 0, units: units.toSorted((a, b) => a.notes.order - b.notes.order) };
};

const MARK = "==== stead";

const PROPERTIES = [
  "Id,LoadState,ActiveState,SubState,MainPID,NRestarts,NeedDaemonReload,DropInPaths,ControlGroup,Result",
  "StateChangeTimestamp,InactiveExitTimestamp,ActiveEnterTimestamp,InvocationID",
  "ExecMainStartTimestamp,ExecMainExitTimestamp,ExecMainCode,ExecMainStatus,NextElapseUSecRealtime",
].join(",");

/** What was never started is not in systemd's memory, so units are asked for by the names of their files. */
const LOOK = `
export LC_ALL=C
date +%s%3N
echo '${MARK}'
cd "$2" || exit 1
for file in $1; do
  [ -f "$file" ] || continue
  printf '%s\\n' "==== file $file"
  cat "$file"
  echo
  set -- "$@" "$file"
  timer=\${file%.service}.timer
  [ ! -f "$timer" ] || set -- "$@" "$timer"
done
shift 2
echo '${MARK}'
[ $# -eq 0 ] || systemctl show --timestamp=us+utc --property=${PROPERTIES} -- "$@"
echo '${MARK}'
[ $# -eq 0 ] || ps -eo rss=,unit= 2>/dev/null
exit 0
`;

const textsOf = (files: string): ReadonlyMap<string, string> =>
  new Map(
    files
      .split("==== file ")
      .slice(1)
      .map((part) => {
        const end = part.indexOf("\n");
        // The look ends each file with a line of its own.
        return [part.slice(0, end), part.slice(end + 1, -1)] as const;
      }),
  );

/** Blocks of `Name=value` lines with an empty line between two, by their Id. */
const blocks = (text: string): ReadonlyMap<string, Shown> =>
  new Map(
    text
      .split("\n\n")
      .map(propertiesOf)
      .flatMap((properties) => (properties["Id"] === undefined ? [] : [[properties["Id"], properties] as const])),
  );

const propertiesOf = (block: string): Shown =>
  Object.fromEntries(
    block
      .split("\n")
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
  );

/** Lines of ps(1): kilobytes, then the unit. */
const residents = (text: string): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [kilobytes = "", unit = ""] = line.trim().split(/\s+/u);
    sums.set(unit, (sums.get(unit) ?? 0) + Number(kilobytes) * 1024);
  }
  return sums;
};

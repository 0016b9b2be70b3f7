import type { Host, Lifeline } from "../host.ts";
import { quote } from "./quote.ts";

/** Where the host notes what it holds ready. Gone after a reboot, as is what was held ready. */
const NOTES = "/run/stead-guard";

/**
 * $1 a name, $2 seconds, $3 a script. It lies in a file: systemd reads a unit of systemd-run again at each daemon-reload, and then takes
 * a dollar sign in its words for one of its own variables.
 */
const ARM = `
mkdir -p -m 700 ${NOTES}
systemctl stop "stead-guard-$1.timer" 2>/dev/null || true
printf '%s\\n' "$3" >"${NOTES}/$1.sh"
: >"${NOTES}/$1"
exec systemd-run --quiet --collect --unit="stead-guard-$1" --on-active="$2" --timer-property=AccuracySec=100ms \\
  /bin/sh "${NOTES}/$1.sh"
`;

/** Only who moves the note away may go on: so it is called off, or it runs, never both. */
const held = (name: string, command: readonly string[]): string =>
  `cd ${NOTES} && mv ${name} ${name}.undone && rm -f ${name}.undone ${name}.sh && exec ${command.map(quote).join(" ")}`;

/** $1 a name. */
const DISARM = `
mv "${NOTES}/$1" "${NOTES}/$1.kept" || exit 1
rm -f "${NOTES}/$1.kept" "${NOTES}/$1.sh"
rmdir ${NOTES} 2>/dev/null
systemctl stop "stead-guard-$1.timer"
`;

/** Seconds for a word with the host's service manager. */
const PATIENCE = 10;

/**
 * The lifeline of a server with systemd. `run` runs a program there as root; `connects` opens a new connection and tells whether it
 * got through, at most in the seconds given.
 */
export const openLifeline = ({ run, connects }: Way): Lifeline => ({
  arm: async (name, command, seconds) => {
    const words = ["/bin/sh", "-euc", ARM, "stead-guard", name, String(seconds), held(name, command)];
    const { exitCode, stderr } = await run(words, { timeout: PATIENCE });
    if (exitCode !== 0) throw new Error(`The way back could not be held ready: ${stderr.trim()}`);
  },
  disarm: async (name) =>
    (await run(["/bin/sh", "-uc", DISARM, "stead-guard", name], { timeout: PATIENCE })).exitCode === 0,
  reaches: connects,
});

interface Way {
  readonly run: Host["run"];
  readonly connects: Lifeline["reaches"];
}

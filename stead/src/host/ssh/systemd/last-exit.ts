import type { Host } from "../../host.ts";
import { sayExit } from "./status-of.ts";

/** The messages with which systemd notes that a unit's process ended badly, and that a unit ended well (sd-messages.h). */
const PROCESS_EXIT = "98e322203f7a4ed290d09fe03c09fe15";
const ENDED_WELL = "7ad2d189f7e94e70a38c781354912448";

/** waitid(2)'s codes by the names that the journal has for them. */
const codes: Readonly<Record<string, number>> = { exited: 1, killed: 2, dumped: 3 };

/** How a service last ended, once systemd itself only knows of its next process; undefined: the journal does not tell either. */
export const lastExitInJournal = async (run: Host["run"], service: string): Promise<string | undefined> => {
  const fields = "--output-fields=EXIT_CODE,EXIT_STATUS,COMMAND";
  const words = [`MESSAGE_ID=${PROCESS_EXIT}`, `MESSAGE_ID=${ENDED_WELL}`, `UNIT=${service}`];
  const { stdout } = await run(["journalctl", "--quiet", "--output=json", "--lines=5", fields, ...words]);
  const entries = stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Entry] : []));
  const last = entries.findLast(({ COMMAND }) => COMMAND === undefined || COMMAND === "ExecStart");
  return last && sayExit(codes[last.EXIT_CODE ?? "exited"] ?? 1, Number(last.EXIT_STATUS ?? 0));
};

/** The end of a unit that ended well has none of these. */
interface Entry {
  readonly EXIT_CODE?: string;
  readonly EXIT_STATUS?: string;
  /** `ExecStart`, `ExecStartPost`, … */
  readonly COMMAND?: string;
}

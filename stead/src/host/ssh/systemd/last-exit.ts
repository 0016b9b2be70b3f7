import type { Host } from "../../host.ts";
import { sayExit } from "./status-of.ts";

/** The message with which systemd notes the end of a unit's process (sd-messages.h, SD_MESSAGE_UNIT_PROCESS_EXIT). */
const PROCESS_EXIT = "98e322203f7a4ed290d09fe03c09fe15";

/** Waitid's codes by the names that the journal has for them. */
const codes: Readonly<Record<string, number>> = { exited: 1, killed: 2, dumped: 3 };

/** How a service's process last ended badly, once systemd itself only knows of the next; undefined: the journal does not tell either. */
export const lastExitInJournal = async (run: Host["run"], service: string): Promise<string | undefined> => {
  const fields = "--output-fields=EXIT_CODE,EXIT_STATUS,COMMAND";
  const words = [`MESSAGE_ID=${PROCESS_EXIT}`, `UNIT=${service}`];
  const { stdout } = await run(["journalctl", "--quiet", "--output=json", "--lines=5", fields, ...words]);
  const entries = stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Entry] : []));
  const last = entries.findLast(({ COMMAND }) => COMMAND === "ExecStart") ?? entries.at(-1);
  return last && sayExit(codes[last.EXIT_CODE] ?? 1, Number(last.EXIT_STATUS));
};

interface Entry {
  readonly EXIT_CODE: string;
  readonly EXIT_STATUS: string;
  /** `ExecStart`, `ExecStartPost`, … */
  readonly COMMAND: string;
}

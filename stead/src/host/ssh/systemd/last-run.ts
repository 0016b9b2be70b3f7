import type { UnitStatus } from "../../../state/observations.ts";
import type { Host } from "../../host.ts";
import { sayExit } from "./status-of.ts";

type LastRun = NonNullable<UnitStatus["lastRun"]>;

/** What systemd notes of a unit's life (sd-messages.h): it begins to start, its process ended badly, it ended well, it failed. */
const messages = {
  starting: "7d4958e842da4a758f6c1cdc7b36dcc5",
  exit: "98e322203f7a4ed290d09fe03c09fe15",
  well: "7ad2d189f7e94e70a38c781354912448",
  failed: "d9b373ed55a64feb8242e02dbe79a49c",
} as const;

/** A run has at most four entries, and one that goes on now may stand before the one that is asked for. */
const LATEST = 12;

/**
 * A job's last complete run, by the journal: systemd itself forgets it when the next begins, and at a reboot. undefined: the journal has
 * none either. `timeout`: seconds after which a run is cut off; `since`: milliseconds since the epoch.
 */
export const lastRunInJournal = async (
  run: Host["run"],
  service: string,
  { timeout, since }: { readonly timeout: number; readonly since: number },
): Promise<LastRun | undefined> => {
  const fields = "--output-fields=MESSAGE_ID,INVOCATION_ID,EXIT_CODE,EXIT_STATUS,UNIT_RESULT";
  const wanted = Object.values(messages).map((id) => `MESSAGE_ID=${id}`);
  const words = [
    "--quiet",
    "--output=json",
    `--lines=${LATEST}`,
    `--since=@${since / 1000}`,
    fields,
    ...wanted,
    `UNIT=${service}`,
  ];
  const { stdout } = await run(["journalctl", ...words]);
  const entries = stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Entry] : []));
  const end = entries.findLast(({ MESSAGE_ID }) => MESSAGE_ID === messages.well || MESSAGE_ID === messages.failed);
  return (
    end &&
    runOf(
      entries.filter(({ INVOCATION_ID }) => INVOCATION_ID === end.INVOCATION_ID),
      end,
      timeout,
    )
  );
};

interface Entry {
  readonly MESSAGE_ID: string;
  readonly INVOCATION_ID: string;
  /** Microseconds since the epoch. */
  readonly __REALTIME_TIMESTAMP: string;
  readonly EXIT_CODE?: string;
  readonly EXIT_STATUS?: string;
  /** `timeout`, `exit-code`, `signal`, … */
  readonly UNIT_RESULT?: string;
}

const runOf = (entries: readonly Entry[], end: Entry, timeout: number): LastRun | undefined => {
  const start = entries.find(({ MESSAGE_ID }) => MESSAGE_ID === messages.starting);
  if (start === undefined) return undefined;
  const exit = entries.find(({ MESSAGE_ID }) => MESSAGE_ID === messages.exit);
  const [at, until] = [start, end].map((entry) => Number(entry.__REALTIME_TIMESTAMP) / 1000) as [number, number];
  const how = exit ? sayExit(exit.EXIT_CODE === "exited" ? 1 : 2, Number(exit.EXIT_STATUS)) : "exit status 0";
  const result = end.UNIT_RESULT === "timeout" ? `cut off after ${timeout} s` : how;
  return { at: Math.round(at), seconds: Math.max(0, until - at) / 1000, result };
};

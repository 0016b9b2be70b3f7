import type { Host, Journal, JournalLine } from "../../host/host.ts";
import { belongsTo } from "./log-files.ts";
import { componentOf, readLine, type LogLine, type ReadLog } from "./log-line.ts";

interface Wish {
  readonly component?: string;
  readonly request?: string;
  readonly lines: number;
}

/** A unit that has lines in a host's journal. */
export interface Journaled {
  readonly journal: Journal;
  readonly source: string;
  readonly component: string;
}

/** The units with lines in the journals of hosts that have one. */
export const journaled = async (hosts: Iterable<Host>): Promise<readonly Journaled[]> => {
  const lists = [...hosts].flatMap(({ units: { journal } }) =>
    journal ? [journal.names().then((names) => names.map((source) => toJournaled(journal, source)))] : [],
  );
  return (await Promise.all(lists)).flat();
};

const toJournaled = (journal: Journal, source: string): Journaled => ({
  journal,
  source,
  component: componentOf(source),
});

/** The newest lines of these units, a log for each. */
export const readJournals = async (units: readonly Journaled[], wish: Wish): Promise<readonly ReadLog[]> => {
  const journals = [...new Set(units.map(({ journal }) => journal))];
  const text = wish.request === undefined ? {} : { text: wish.request };
  const read = journals.map(async (journal) => {
    const names = units.filter((unit) => unit.journal === journal).map(({ source }) => source);
    return asLogs(await journal.read(names, { lines: wish.lines, ...text }));
  });
  return (await Promise.all(read)).flat();
};

/** A journal knows each line's time by itself, so one log may hold all. */
const asLogs = (lines: readonly JournalLine[]): readonly ReadLog[] =>
  lines.length === 0 ? [] : [{ lines: lines.map(asLine), written: lines.at(-1)?.time ?? 0 }];

const asLine = ({ unit, text, time }: JournalLine): LogLine => ({ ...readLine(unit, text, time), time });

/** Passes on what is new in the journals, until aborted. */
export const followJournals = async (
  hosts: Iterable<Host>,
  { component, request }: Wish,
  take: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<void> => {
  const wanted = ({ unit, text }: JournalLine): boolean =>
    (component === undefined || belongsTo(unit, component)) && (request === undefined || text.includes(request));
  const pass = (line: JournalLine): void => {
    if (line.text !== "" && wanted(line)) take(asLine(line));
  };
  const journals = [...hosts].flatMap(({ units: { journal } }) => journal ?? []);
  await Promise.all(journals.map((journal) => journal.follow(pass, signal)));
};

import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { nearest } from "../kernel/nearest.ts";
import { join } from "../kernel/text.ts";
import type { HostName, Topology } from "../topology/topology.ts";
import { belongsTo, logFiles, type LogFile } from "./logs/log-files.ts";
import { followJournals, journaled, readJournals, type Journaled } from "./logs/journals.ts";
import { mergeLines, readLine, readLines, type LogLine, type ReadLog } from "./logs/log-line.ts";

export interface LogWish {
  /** A component (`app`, `nginx`), a unit or `access`; absent: everything. */
  readonly component?: string;
  /** A request's id: only lines that name it. */
  readonly request?: string;
  /** How many of the newest lines. */
  readonly lines: number;
}

interface LoggedSite {
  readonly hosts: ReadonlyMap<HostName, Host>;
  /** Knows where the logs of a server lie. */
  readonly topology?: Pick<Topology, "hosts">;
}

/** Milliseconds between looks for new logs: a deploy brings new instances while somebody follows. */
const LOOK_EVERY = 1000;

/** The newest lines of all the logs that are wished for, by time. Throws USAGE for a component that has no log. */
export const readLogs = async (site: LoggedSite, wish: LogWish): Promise<readonly LogLine[]> => {
  const { files, units } = await wishedLogs(site, wish.component);
  const logs = await Promise.all([
    ...files.map(async (file) => [await readNewest(file, wish)]),
    readJournals(units, wish),
  ]);
  return mergeLines(logs.flat(), wish.lines);
};

/** How many bytes each log has: what comes after that is new. */
export type LogEnds = ReadonlyMap<string, number>;

/** Where the logs end now. To be asked before somebody is told to make requests, so that following misses none. */
export const logEnds = async (site: LoggedSite): Promise<LogEnds> =>
  new Map((await filesOf(site)).map((file) => [nameOf(file), file.size]));

/** Passes on each line that comes after `ends`, until aborted. */
export const followLogs = async (
  site: LoggedSite,
  wish: LogWish,
  ends: LogEnds,
  take: (line: LogLine) => void,
  signal: AbortSignal,
): Promise<void> => {
  const followed = new Set<string>();
  const following: Promise<void>[] = [followJournals(site.hosts.values(), wish, take, signal)];
  while (!signal.aborted) {
    for (const file of (await wishedLogs(site, wish.component)).files) {
      if (file.aside || followed.has(nameOf(file))) continue;
      followed.add(nameOf(file));
      // What a log has already when it appears later is news, too.
      following.push(followOne(file, { wish, take, signal, from: ends.get(nameOf(file)) ?? 0 }));
    }
    await pause(LOOK_EVERY, signal);
  }
  await Promise.all(following);
};

const nameOf = ({ host, path }: LogFile): string => `${host.name}:${path}`;

interface WishedLogs {
  readonly files: readonly LogFile[];
  readonly units: readonly Journaled[];
}

const wishedLogs = async (site: LoggedSite, component: string | undefined): Promise<WishedLogs> => {
  const [files, units] = await Promise.all([filesOf(site), journaled(site.hosts.values())]);
  const isWished = ({ source }: { readonly source: string }): boolean =>
    component === undefined || belongsTo(source, component);
  const wished = { files: files.filter(isWished), units: units.filter(isWished) };
  const all = [...files, ...units];
  if (wished.files.length + wished.units.length === 0 && all.length > 0 && component !== undefined)
    throw new SteadError(unknownComponent(component, all));
  return wished;
};

const filesOf = async ({ hosts, topology }: LoggedSite): Promise<readonly LogFile[]> => {
  const lists = [...hosts].map(async ([name, host]) => logFiles(host, topology?.hosts[name]?.paths.log));
  return (await Promise.all(lists)).flat();
};

const unknownComponent = (asked: string, logs: readonly { readonly component: string }[]) => {
  const known = [...new Set(logs.map(({ component }) => component))].toSorted();
  const near = nearest(asked, known);
  return {
    code: "USAGE" as const,
    where: "stead logs",
    what: `"${asked}" has no log here.`,
    mend: `${near === undefined ? "" : `Did you mean ${near}? `}There are logs of ${join(known)}.`,
  };
};

const readNewest = async (file: LogFile, { request, lines }: LogWish): Promise<ReadLog> => {
  const { host, path, source } = file;
  const argv =
    request === undefined ? ["tail", "-n", String(lines), "--", path] : ["grep", "-F", "-e", request, "--", path];
  const [{ stdout }, written] = await Promise.all([host.run(argv), host.run(["stat", "-c", "%.Y", "--", path])]);
  return { lines: readLines(source, stdout.split("\n")), written: Number(written.stdout) * 1000 || 0 };
};

interface Following {
  readonly wish: LogWish;
  readonly take: (line: LogLine) => void;
  readonly signal: AbortSignal;
  /** Bytes that are not new. */
  readonly from: number;
}

const followOne = async ({ host, path, source }: LogFile, { wish, take, signal, from }: Following): Promise<void> => {
  // -F goes on with the new file after a rotation.
  await host.run(["tail", "-F", "--silent", "-c", `+${from + 1}`, "--", path], {
    signal,
    onLine: (text) => {
      const names = wish.request === undefined || text.includes(wish.request);
      if (text !== "" && names && !text.startsWith("tail: ")) take(readLine(source, text, Date.now()));
    },
  });
};

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });

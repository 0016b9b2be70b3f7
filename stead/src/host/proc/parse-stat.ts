/** One process, as the kernel tells it. */
export interface Process {
  readonly pid: number;
  readonly name: string;
  /** `R` running, `S` sleeping, `Z` ended and not yet buried by its parent, … */
  readonly state: string;
  readonly group: number;
  readonly session: number;
  /** Clock ticks from boot to its start: with the pid, its identity, because pids come again. */
  readonly startTime: number;
  readonly residentBytes: number;
}

/** Bytes of a memory page on x86-64 and on Debian's arm64 (getconf PAGE_SIZE). */
const PAGE = 4096;

/** Reads one line of proc_pid_stat(5). The name may hold blanks and brackets, so it ends at the last bracket. */
export const parseStat = (line: string): Process | undefined => {
  const [open, close] = [line.indexOf("("), line.lastIndexOf(")")];
  if (open < 0 || close < 0) return undefined;
  const fields = line.slice(close + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid: Number(line.slice(0, open)),
    name: line.slice(open + 1, close),
    state: fields[0] ?? "",
    group: field(5),
    session: field(6),
    startTime: field(22),
    residentBytes: field(24) * PAGE,
  };
};

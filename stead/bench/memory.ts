import { readFileSync } from "node:fs";

/** Idle memory of one process in MB: its own pages, and its share of those it has in common with others (PSS, proc(5)). */
export const memoryOf = (pid: number): number => {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
};

/** A process and everything below it. */
export const familyOf = (pid: number): readonly number[] => {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return [pid, ...(children === "" ? [] : children.split(" ").map(Number).flatMap(familyOf))];
};

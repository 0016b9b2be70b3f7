import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { UnitDefinition, UnitStatus } from "../../../state/observations.ts";
import type { ProcessId } from "../processes.ts";

/** What the next supervisor must know of a unit when this one is killed. */
export interface UnitRecord {
  readonly definition: UnitDefinition;
  /** Place in the order of first starts: units end in the reverse of it. */
  readonly order: number;
  readonly since: number;
  readonly restarts: number;
  readonly process?: ProcessId;
  readonly startSeconds?: number;
  readonly lastExit?: string;
  readonly lastRun?: NonNullable<UnitStatus["lastRun"]>;
}

/**
 * Definitions may hold an application's environment, so only the owner reads the records. Each is written twice: with one that is
 * damaged a process would go on that nobody knows, on a port that its successor needs.
 */
export const writeRecord = (folder: string, record: UnitRecord): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of copiesOf(folder, record.definition.name)) {
    writeFileSync(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
};

/** Forgets a unit; unknown is fine. */
export const removeRecord = (folder: string, name: string): void => {
  for (const file of copiesOf(folder, name)) rmSync(file, { force: true });
};

/** All records, in the order of first starts: of each the first copy that can be read. */
export const readRecords = (folder: string): readonly UnitRecord[] =>
  [...new Set(namesIn(folder).flatMap((name) => /^(.+)\.json(?:\.twin)?$/u.exec(name)?.[1] ?? []))]
    .flatMap((name) => copiesOf(folder, name).flatMap(recordIn)[0] ?? [])
    .toSorted((a, b) => a.order - b.order);

const copiesOf = (folder: string, name: string): readonly string[] => {
  const file = join(folder, `${name}.json`);
  return [file, `${file}.twin`];
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch (fault) {
    if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return [];
    throw fault;
  }
};

/** None where it is not there, or half of it. */
const recordIn = (file: string): readonly UnitRecord[] => {
  try {
    const record = JSON.parse(readFileSync(file, "utf8")) as Partial<UnitRecord>;
    return typeof record.definition?.name === "string" ? [record as UnitRecord] : [];
  } catch {
    return [];
  }
};

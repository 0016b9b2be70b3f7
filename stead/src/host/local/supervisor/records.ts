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

/** Definitions may hold an application's environment, so only the owner reads the records. */
export const writeRecord = (folder: string, record: UnitRecord): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = fileOf(folder, record.definition.name);
  writeFileSync(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

/** Forgets a unit; unknown is fine. */
export const removeRecord = (folder: string, name: string): void => rmSync(fileOf(folder, name), { force: true });

/** All records, in the order of first starts. One that a crash left half-written cannot exist: they are renamed into place. */
export const readRecords = (folder: string): readonly UnitRecord[] =>
  namesIn(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => parseRecord(readFileSync(join(folder, name), "utf8")))
    .filter((record) => record !== undefined)
    .toSorted((a, b) => a.order - b.order);

const fileOf = (folder: string, name: string): string => join(folder, `${name}.json`);

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch (fault) {
    if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return [];
    throw fault;
  }
};

const parseRecord = (text: string): UnitRecord | undefined => {
  try {
    return JSON.parse(text) as UnitRecord;
  } catch {
    return undefined;
  }
};

import { stripVTControlCharacters } from "node:util";
import { wrap } from "./wrap.ts";

export interface TableLayout {
  /** Spaces before each row. */
  readonly indent?: number;
  /** Columns of the screen: the last cell of a row is wrapped to fit. */
  readonly width?: number;
}

/** Rows as aligned columns, two spaces apart. The last cell of a row is not padded. */
export const sayTable = (
  rows: readonly (readonly string[])[],
  { indent = 0, width = Infinity }: TableLayout = {},
): string => {
  const widths = columnWidths(rows);
  return rows.map((row) => sayRow(row, widths, indent, width)).join("\n");
};

/** Whether the last column has room to be read beside the others on a screen of so many columns. */
export const fitsTable = (rows: readonly (readonly string[])[], width: number): boolean =>
  columnWidths(rows).reduce((sum, column) => sum + (column === 0 ? 0 : column + 2), LEAST_ROOM) <= width;

const sayRow = (row: readonly string[], widths: readonly number[], indent: number, width: number): string => {
  const before = row.slice(0, -1).map((cell, column) => pad(cell, widths[column] ?? 0));
  const start = indent + before.reduce((sum, cell) => sum + cell.length - (cell.length - lengthOf(cell)) + 2, 0);
  const room = Math.max(LEAST_ROOM, width - start);
  return (" ".repeat(indent) + [...before, wrap(row.at(-1) ?? "", room, start)].join("  ")).trimEnd();
};

/** A column narrower than this is worse to read than a line that the terminal breaks. */
const LEAST_ROOM = 24;

/** A last cell does not widen its column: it has no neighbour to keep clear of. */
const columnWidths = (rows: readonly (readonly string[])[]): readonly number[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) =>
    Math.max(0, ...rows.map((row) => (column === row.length - 1 ? 0 : lengthOf(row[column] ?? "")))),
  );
};

const pad = (cell: string, to: number): string => cell + " ".repeat(Math.max(0, to - lengthOf(cell)));

const lengthOf = (text: string): number => [...stripVTControlCharacters(text)].length;

import { stripVTControlCharacters } from "node:util";

/** Rows as aligned columns, two spaces apart, with `indent` spaces before each. The last column is not padded. */
export const sayTable = (rows: readonly (readonly string[])[], indent = 0): string => {
  const widths = columnWidths(rows);
  return rows
    .map(
      (row) =>
        " ".repeat(indent) +
        row
          .map((cell, column) => pad(cell, widths[column] ?? 0))
          .join("  ")
          .trimEnd(),
    )
    .join("\n");
};

const columnWidths = (rows: readonly (readonly string[])[]): readonly number[] => {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) => Math.max(...rows.map((row) => width(row[column] ?? ""))));
};

const pad = (cell: string, to: number): string => cell + " ".repeat(Math.max(0, to - width(cell)));

const width = (text: string): number => [...stripVTControlCharacters(text)].length;

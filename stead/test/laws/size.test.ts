import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { committedFiles, textOf } from "./committed-files.ts";
import { repository, sourceFiles } from "./imports.ts";

/** Lines; style: a reader holds a file of this length in mind. */
const LONGEST_FILE = 300;
const MEDIAN_FILE = 100;

const lines = (path: string): number => (textOf(path) ?? "").split("\n").length - 1;

test("no file of code is longer than 300 lines", () => {
  const code = committedFiles().filter((path) => /\.(?:ts|tsx|mjs|js|sh)$/.test(path));
  expect(code.length).toBeGreaterThan(100);
  const tooLong = code.filter((path) => lines(path) > LONGEST_FILE).map((path) => `${path}: ${lines(path)} lines`);
  expect(tooLong).toEqual([]);
});

test("most files are short", () => {
  const lengths = sourceFiles("stead/src")
    .map(lines)
    .sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(MEDIAN_FILE);
});

test("nobody switches a rule off in a file", () => {
  const marks = new RegExp(["(?:ox|es)lint-" + "disable", "@ts-" + "(?:ignore|nocheck|expect-error)"].join("|"));
  const files = committedFiles().filter((path) => /\.(?:ts|tsx|mjs)$/.test(path));
  expect(files.filter((path) => marks.test(textOf(path) ?? ""))).toEqual([]);
});

test("lint holds the laws: a file that breaks eight of them is told eight times", () => {
  const copy = mkdtempSync(join(tmpdir(), "stead-law-"));
  try {
    for (const file of [".oxlintrc.json", "tsconfig.base.json", "stead/tsconfig.json"])
      cpSync(join(repository, file), join(copy, file));
    symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
    mkdirSync(join(copy, "stead/src/plan"), { recursive: true });
    writeFileSync(join(copy, "stead/src/plan/guilty.ts"), guilty);
    const told = lint(copy);
    for (const rule of [
      "no-restricted-imports",
      "no-explicit-any",
      "no-floating-promises",
      "no-misused-promises",
      "switch-exhaustiveness-check",
      "return-await",
      "max-lines-per-function",
      "complexity",
    ])
      expect(told, rule).toContain(`(${rule})`);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

const lint = (folder: string): string => {
  const program = join(repository, "node_modules/oxlint/bin/oxlint");
  return spawnSync(process.execPath, [program, "-f", "unix", "stead"], { cwd: folder, encoding: "utf8" }).stdout;
};

const guilty = `import { readFile } from "node:fs/promises";
type Kind = "a" | "b";
export const loose = (value: any): void => { readFile(String(value)); };
export const misused = (): void => { [1].forEach(async () => { await readFile("x"); }); };
export const open = (kind: Kind): number => { switch (kind) { case "a": return 1; } return 0; };
export const early = async () => { try { return readFile("x"); } catch { return undefined; } };
export const long = (n: number): number => {
${Array.from({ length: 50 }, (_, index) => `  if (n === ${index}) return ${index + 1};`).join("\n")}
  return 0;
};
`;

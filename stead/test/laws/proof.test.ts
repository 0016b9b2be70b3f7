import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proofCases } from "../proof/cases.ts";
import { repository } from "./imports.ts";

/** `| case | what is shown | 20131 requests | …` */
const ROW = /^\| ([a-z0-9-]+) \| [^|]+ \| (\d+) [^|]*\|/gm;

test("docs/proof.md names every case of the code, at its full count", () => {
  const page = readFileSync(join(repository, "docs/proof.md"), "utf8");
  const shown = new Map([...page.matchAll(ROW)].map((row) => [row[1], Number(row[2])]));
  const missing = Object.entries(proofCases).filter(([name, { full }]) => (shown.get(name) ?? 0) < full);
  expect(missing.map(([name]) => `${name}: run npm run test:long -- ${name}`)).toEqual([]);
});

test("every case names a test file that exists", () => {
  const files = Object.values(proofCases).map(({ file }) => file);
  expect(files.filter((file) => !existsSync(join(repository, file)))).toEqual([]);
});

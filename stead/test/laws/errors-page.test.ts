import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes } from "../../src/kernel/error-codes.ts";

const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
const sections = page.split(/^## /mu).slice(1);
const headings = sections.map((section) => section.split("\n")[0]);

test("docs/errors.md has a section for every error code, and no other, in order", () => {
  expect(headings).toEqual(Object.keys(errorCodes).toSorted());
});

test.each(sections.map((section) => [section.split("\n")[0], section]))(
  "%s tells its cause and its cure",
  (_code, section) => {
    const sentences =
      section
        .split("\n")
        .slice(1)
        .join(" ")
        .match(/[.:](?=\s|$)/gu) ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(2);
  },
);

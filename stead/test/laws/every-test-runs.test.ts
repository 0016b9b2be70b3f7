import { matchesGlob } from "node:path";
import { expect, test } from "vitest";
import { allParts } from "../../../bin/parts.mjs";
import config from "../../../vitest.config.ts";
import { committedFiles } from "./committed-files.ts";

interface Project {
  readonly test: { readonly name: string; readonly include: readonly string[]; readonly exclude: readonly string[] };
}

const projects = (config.test?.projects ?? []) as unknown as readonly Project[];
const covers = ({ test: { include, exclude } }: Project, path: string): boolean =>
  include.some((glob) => matchesGlob(path, glob)) && !exclude.some((glob) => matchesGlob(path, glob));

test("every test file belongs to one project, and every project is a part of npm test, if only when named", () => {
  const files = committedFiles().filter((path) => /\.test\.tsx?$/.test(path));
  expect(files.length).toBeGreaterThan(60);
  const homes = files.map((path) => ({ path, in: projects.filter((project) => covers(project, path)).length }));
  expect(homes.filter((home) => home.in !== 1)).toEqual([]);
  const parts = allParts.filter((part) => part.kind === "vitest").map((part) => part.name);
  expect(projects.map((project) => project.test.name).toSorted()).toEqual(parts.toSorted());
});

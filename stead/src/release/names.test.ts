import { expect, test } from "vitest";
import {
  cronUnit,
  generationOf,
  instanceUnit,
  isGeneration,
  isReleaseId,
  nextGeneration,
  releaseId,
  timeOf,
  workerUnit,
} from "./names.ts";

const id = "20261123-120501-ab12cd";

test("a release is named by the time it was built and by its content", () => {
  expect(releaseId(new Date("2026-11-23T12:05:01.900Z"), "ab12cdef")).toBe(id);
  expect(timeOf(id)).toEqual(new Date("2026-11-23T12:05:01Z"));
  expect(isReleaseId(id)).toBe(true);
  expect(isReleaseId("20261123-120501.building")).toBe(false);
  expect(isReleaseId("current")).toBe(false);
});

test("a second start of the same build takes the next number", () => {
  expect(nextGeneration(id, [])).toBe(id);
  expect(nextGeneration(id, [id])).toBe(`${id}.2`);
  expect(nextGeneration(id, [id, `${id}.2`, `${id}.11`])).toBe(`${id}.12`);
  expect(nextGeneration(id, ["20261123-120501-000000"])).toBe(id);
});

test.each([
  [instanceUnit(id, 1), id],
  [instanceUnit(`${id}.2`, 12), `${id}.2`],
  [workerUnit("mail-out", id, 1), id],
  [cronUnit("tidy", `${id}.3`), `${id}.3`],
  ["nginx", undefined],
  ["app", undefined],
])("unit %s is of generation %s", (unit, generation) => {
  expect(generationOf(unit)).toBe(generation);
});

test("a generation's files beside its folder are no generations", () => {
  expect(isGeneration(`${id}.2`)).toBe(true);
  expect(isGeneration(`${id}.env`)).toBe(false);
  expect(isGeneration(`${id}.json`)).toBe(false);
});

import { expect, test } from "vitest";
import { tellingLines } from "./telling-lines.ts";

test("the end of an output that is not npm's", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  expect(tellingLines(lines)).toEqual(lines.slice(10));
});

test("npm's cause, not the pages of usage below it", () => {
  const said = [
    "npm error code EUSAGE",
    "npm error",
    "npm error Missing: is-number@7.0.0 from lock file",
    "npm error",
    "npm error Clean install a project",
    "npm error",
    "npm error Usage:",
    "npm error npm ci",
    ...Array.from({ length: 80 }, (_, index) => `npm error   --option-${index}`),
  ];
  expect(tellingLines(said)).toEqual(["npm error code EUSAGE", "npm error Missing: is-number@7.0.0 from lock file"]);
});

import { expect, test } from "vitest";
import { parseTold } from "./notify.ts";

test("what was told and is not over, with the time when it began", () => {
  expect(parseTold("1790000000 the disk of / is 91% full\n1790003600 unit_stead-x\nnonsense\n")).toEqual([
    { since: "2026-09-21T14:13:20.000Z", says: "the disk of / is 91% full" },
    { since: "2026-09-21T15:13:20.000Z", says: "unit_stead-x" },
  ]);
});

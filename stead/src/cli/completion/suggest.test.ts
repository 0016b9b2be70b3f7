import { expect, test } from "vitest";
import { verbs } from "../verbs.ts";
import { suggest } from "./suggest.ts";

/** The words for a line whose last word is at the cursor. */
const wordsFor = async (line: string): Promise<readonly string[]> => {
  const words = line.split(" ");
  const typed = { before: words.slice(0, -1), current: words.at(-1) ?? "" };
  return (await suggest(verbs, typed, async () => ["local", "production"])).map(({ word }) => word);
};

test.each([
  ["de", ["deploy"]],
  ["deploy ", ["local", "production"]],
  ["deploy p", ["production"]],
  ["deploy --d", ["--dirty"]],
  ["status -e ", ["local", "production"]],
  ["logs --lines ", []],
  ["logs --lines 5 pr", ["production"]],
  ["deploy --config ", []],
  ["backup ", ["now", "list", "verify", "key"]],
  ["backup now ", ["local", "production"]],
  ["cron r", ["run"]],
  ["maintenance o", ["on", "off"]],
  ["run production -- ls ", []],
  ["explain ", []],
  ["nonsense ", []],
])("stead %s", async (line, expected) => {
  expect(await wordsFor(line)).toEqual(expected);
});

test("every verb is offered, with its sentence", async () => {
  const all = await suggest(verbs, { before: [], current: "" }, async () => []);
  expect(all.map(({ word }) => word)).toEqual(Object.keys(verbs));
  expect(all.every(({ about }) => about.endsWith("."))).toBe(true);
});

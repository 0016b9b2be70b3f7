import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyCharacter } from "../../../test/setup/any-character.ts";
import { programScript } from "./program-script.ts";
import { quoteAll } from "./quote.ts";

test("a shell reads back every word as it was", () => {
  const word = fc.string({ unit: anyCharacter });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 100 }), (words) => {
      const { stdout } = spawnSync("/bin/sh", [], { input: `printf '%s\\0' ${quoteAll(words)}` });
      expect(stdout.toString().split("\0").slice(0, -1)).toEqual(words);
    }),
    { numRuns: 10 }, // Each starts a shell; the words are what counts.
  );
});

test.each([
  [["true"], { environment: { "A-B": "1" } }, "A-B"],
  [["true"], { environment: { "A;id": "1" } }, "A;id"],
  [["true"], { environment: { A: "\0" } }, "NUL"],
  [["true", "\0"], {}, "NUL"],
  [["true"], { account: "~root" }, "name of an account"],
  [["true"], { account: "a b" }, "name of an account"],
])("what no process can be given is refused: %j %j", (argv, options, words) => {
  expect(() => programScript("foobar.com", argv, options)).toThrow(words);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.ts";

const known = ["domain", "canonical", "aliases", "app", "workers", "database", "maxBody"];

test.each([
  ["domian", "domain"],
  ["Domain", "domain"],
  ["maxbody", "maxBody"],
  ["maxBdy", "maxBody"],
  ["apps", "app"],
  ["cannonical", "canonical"],
])("%s means %s", (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test.each(["xyz", "redirects", "", "servers"])("%j means none of them", (word) => {
  expect(nearest(word, known)).toBeUndefined();
});

test.each([
  ["", "abc", 3],
  ["abc", "abc", 0],
  ["ab", "ba", 1],
  ["kitten", "sitting", 3],
])("from %j to %j it takes %i changes", (from, to, changes) => {
  expect(editDistance(from, to)).toBe(changes);
});

test("the distance is the same both ways, and nought only between equals", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

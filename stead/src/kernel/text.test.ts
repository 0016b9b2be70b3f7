import { expect, test } from "vitest";
import { join, plural, sayBytes, sayDuration } from "./text.ts";

test("counts agree with their nouns", () => {
  expect([plural(1, "file"), plural(0, "file"), plural(2, "alias", "aliases")]).toEqual([
    "1 file",
    "0 files",
    "2 aliases",
  ]);
});

test("words are joined as in a sentence", () => {
  expect([join([]), join(["a"]), join(["a", "b"]), join(["a", "b", "c"], "or")]).toEqual([
    "",
    "a",
    "a and b",
    "a, b or c",
  ]);
});

test.each([
  [0.0404, "40 ms"],
  [1.44, "1.4 s"],
  [2, "2 s"],
  [12.6, "13 s"],
  [60, "1 min"],
  [125, "2 min 5 s"],
  [11_400, "3 h 10 min"],
  [352_800, "4 d 2 h"],
])("%d seconds are %s", (seconds, said) => {
  expect(sayDuration(seconds)).toBe(said);
});

test.each([
  [0, "0 B"],
  [512, "512 B"],
  [1536, "1.5 kB"],
  [1_048_575, "1 MB"],
  [20 * 1024 ** 2, "20 MB"],
  [3.2 * 1024 ** 3, "3.2 GB"],
])("%d bytes are %s", (bytes, said) => {
  expect(sayBytes(bytes)).toBe(said);
});

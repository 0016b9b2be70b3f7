import { expect, test } from "vitest";
import { bytesOf } from "./size.ts";

test.each([
  ["10m", 10_485_760],
  ["10mb", 10_485_760],
  ["10 MiB", 10_485_760],
  ["512k", 524_288],
  ["1.5g", 1_610_612_736],
  ["2048", 2048],
  [2048, 2048],
  ["ten", undefined],
  ["10x", undefined],
  ["-1m", undefined],
  ["", undefined],
])("%j is %j bytes", (size, bytes) => {
  expect(bytesOf(size)).toBe(bytes);
});

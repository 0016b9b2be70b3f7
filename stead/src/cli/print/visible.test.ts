import { expect, test } from "vitest";
import { sayLogLine } from "./say-log-line.ts";
import { visible } from "./visible.ts";

test.each([
  ["clears the screen \u001b[2J", "clears the screen \\x1b[2J"],
  ["sets the title \u001b]0;gone\u0007", "sets the title \\x1b]0;gone\\x07"],
  ["the same in one byte \u009d0;gone", "the same in one byte \\x9d0;gone"],
  ["writes over\rit", "writes over\\x0dit"],
  [
    "\u001b[1;31mred\u001b[0m, a tab\tand münchen 你好\r\nnext",
    "\u001b[1;31mred\u001b[0m, a tab\tand münchen 你好\nnext",
  ],
])("%j", (text, seen) => expect(visible(text)).toBe(seen));

test("a logger's JSON does not smuggle it past", () => {
  const text = JSON.stringify({ msg: "hello", agent: "\u001b]0;gone\u0007" });
  expect(text).not.toContain("\u001b");
  const line = sayLogLine({ source: "app@1-1", component: "app", text }, (_style, word) => word);
  expect(visible(line)).toContain("agent=\\x1b]0;gone\\x07");
});

import { expect, test } from "vitest";
import { nextPath } from "./next-path.ts";

test.each(["/write", "/p/abc/def#comments", "/?before=x", "/"])("%j is a place here", (path) => {
  expect(nextPath(path)).toBe(path);
});

test.each([
  "",
  "https://example.org",
  "//example.org",
  "/\\example.org",
  "\\/example.org",
  "/\t/example.org",
  "write",
  "javascript:x",
  "/a\nb",
  "/log-in",
  "/log-out",
  "/a\\b",
])("%j leads to the first page instead", (path) => {
  expect(nextPath(path)).toBe("/");
});

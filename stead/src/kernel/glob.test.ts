import { expect, test } from "vitest";
import { globToPattern, matchesGlob } from "./glob.ts";

test.each([
  ["/assets/**", "/assets/a.js"],
  ["/assets/**", "/assets/deep/er/a.js"],
  ["/assets/*", "/assets/a.js"],
  ["*.woff2", "/fonts/a.woff2"],
  ["*.woff2", "/a.woff2"],
  ["/a/**/b.css", "/a/b.css"],
  ["/a/**/b.css", "/a/x/y/b.css"],
  ["/*.{js,css}", "/main.css"],
  ["/app-????.js", "/app-1a2b.js"],
])("%s matches %s", (glob, path) => {
  expect(matchesGlob(path, [glob])).toBe(true);
});

test.each([
  ["/assets/*", "/assets/deep/a.js"],
  ["/assets/**", "/other/a.js"],
  ["/*.js", "/main.jsx"],
  ["/a.b", "/axb"],
  ["/*.{js,css}", "/main.map"],
])("%s does not match %s", (glob, path) => {
  expect(matchesGlob(path, [glob])).toBe(false);
});

test("letters with a meaning in patterns stand for themselves", () => {
  expect(globToPattern("/a+(b)$.js")).toBe(String.raw`^/a\+\(b\)\$\.js$`);
});

import { expect, test } from "vitest";
import { committedFiles, textOf } from "./committed-files.ts";

/**
 * What a machine leaves behind by accident: the folder somebody worked in, and the address packages came from (npm writes
 * it into package-lock.json unless told not to).
 */
const traces: Readonly<Record<string, RegExp>> = {
  "a work folder": /(?:^|[\s"'`(=:])\/(?:work|workspace|builds)\/[a-z0-9]/im,
  "a home folder": /(?:^|[\s"'`(=:])\/(?:home|Users)\/[a-z0-9]+\//m,
  "a registry's host in the lock file": /"resolved": "https?:/,
  "a package mirror": /https?:\/\/[^\s"']*\/(?:artifactory|nexus|repository\/npm)/i,
};

const tracesIn = (text: string): readonly string[] =>
  Object.entries(traces).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));

test("no committed file names a machine it was written on", () => {
  const files = committedFiles();
  expect(files.length).toBeGreaterThan(100);
  const found = files
    .filter((path) => !path.startsWith("stead/test/laws/"))
    .flatMap((path) => tracesIn(textOf(path) ?? "").map((trace) => `${path}: ${trace}`));
  expect(found).toEqual([]);
});

test.each([
  'cd "/work/main"',
  "see /home/somebody/notes",
  '      "resolved": "https://registry.example/zod/-/zod-4.tgz",',
])("a trace would be found: %s", (text) => {
  expect(tracesIn(text)).toHaveLength(1);
});

import { expect, test } from "vitest";
import { parseEnvironmentFile } from "./environment-file.ts";

test.each([
  ["A=1\nB=two words\n", { A: "1", B: "two words" }],
  ['A="a \\"quoted\\" \\$word with \\\\ and \\`"\n', { A: 'a "quoted" $word with \\ and `' }],
  ['KEY="-----BEGIN\nmiddle=1\n-----END"\nB=2\n', { KEY: "-----BEGIN\nmiddle=1\n-----END", B: "2" }],
  ["# A=1\n\n  B=2\nno assignment\n", { B: "2" }],
  ["URL=mysql://a:b@localhost/c?socketPath=/tmp/x.sock\n", { URL: "mysql://a:b@localhost/c?socketPath=/tmp/x.sock" }],
  ["EMPTY=\nA=1", { EMPTY: "", A: "1" }],
])("%j", (text, values) => {
  expect(parseEnvironmentFile(text)).toEqual(values);
});

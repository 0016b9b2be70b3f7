import { expect, test } from "vitest";
import type { SteadError } from "../../kernel/errors.ts";
import { sayFaults } from "./faults.ts";
import { plainProgress } from "./plain-progress.ts";
import { sayLogLine } from "./say-log-line.ts";
import { sayRecent } from "./say-time.ts";
import type { Paint } from "./screen.ts";
import { fitsTable, sayTable } from "./table.ts";
import { wrap } from "./wrap.ts";

const plain: Paint = (_style, text) => text;
const marked: Paint = (style, text) => `<${style}>${text}</>`;

test("a table's columns are aligned, whatever is coloured, and its last column is wrapped below itself", () => {
  const rows = [
    ["\u001b[31ma\u001b[39m", "one"],
    ["longer", "two three four five six seven eight"],
  ];
  expect(sayTable(rows)).toBe("\u001b[31ma\u001b[39m       one\nlonger  two three four five six seven eight");
  expect(sayTable([["longer", "two three four five six seven eight"]], { width: 34 })).toBe(
    "longer  two three four five six\n        seven eight",
  );
});

test("a table fits where its last column has room to be read", () => {
  const rows = [["a".repeat(20), "b".repeat(30), "what it is"]];
  expect(fitsTable(rows, 78)).toBe(true);
  expect(fitsTable(rows, 77)).toBe(false);
});

test("a time of today is told without the day", () => {
  const noon = new Date(2026, 10, 23, 12, 5, 1);
  expect(sayRecent(noon, new Date(2026, 10, 23, 23, 59))).toBe("12:05:01");
  expect(sayRecent(noon, new Date(2026, 10, 24, 0, 1))).toBe("2026-11-23 12:05:01");
});

test("text is wrapped between words, and a word that is too long stays whole", () => {
  expect(wrap("one two three", 7)).toBe("one two\nthree");
  expect(wrap("unbreakable word", 5, 2)).toBe("unbreakable\n  word");
});

const faults: SteadError["faults"] = [
  { code: "SPEC_INVALID", where: "app.health", what: 'is "x".', mend: "Write a path.", lines: ["evidence"] },
  { code: "SPEC_DOMAIN", where: "domain", what: "is missing.", mend: "Write one." },
];

test("all faults are printed: where, what, how to mend it, evidence", () => {
  expect(sayFaults(faults, plain)).toBe(
    [
      '✖ app.health: is "x". [SPEC_INVALID]',
      "  Write a path.",
      "    evidence",
      "",
      "✖ domain: is missing. [SPEC_DOMAIN]",
      "  Write one.",
      "",
      "2 faults in all.",
    ].join("\n"),
  );
  expect(sayFaults(faults.slice(0, 1), marked)).toContain("<red>✖</> <bold>app.health</>");
});

test("plain progress says what began first before what is a part of it", () => {
  const said: string[] = [];
  const { report, stop } = plainProgress((line) => said.push(line));
  report({ kind: "begin", step: "release", says: "Releasing" });
  report({ kind: "begin", step: "build", says: "Building" });
  report({ kind: "note", step: "build", says: "npm ci" });
  stop();
  expect(said).toEqual(["Releasing …", "Building …", "  | npm ci"]);
});

test("plain progress says a step when it ends, and its beginning only before a note", () => {
  const said: string[] = [];
  const { report, stop } = plainProgress((line) => said.push(line));
  report({ kind: "begin", step: "a", says: "Quick" });
  report({ kind: "end", step: "a", says: "Quick", seconds: 0.004 });
  report({ kind: "begin", step: "b", says: "Building" });
  report({ kind: "note", step: "b", says: "npm run build" });
  report({ kind: "note", step: "b", says: "done" });
  report({ kind: "fail", step: "b", says: "Building failed" });
  stop();
  expect(said).toEqual(["✔ Quick (4 ms)", "Building …", "  | npm run build", "  | done", "✖ Building failed"]);
});

const time = new Date(2026, 10, 23, 12, 5, 1).getTime();

test("a log line has its time once, the instance's short name, and its words", () => {
  const line = { source: "app@20261123-120501-ab12cd-2", component: "app", time, text: "2026-11-23 12:05:01 ready" };
  expect(sayLogLine(line, plain)).toBe("12:05:01  app.2       ready");
  expect(sayLogLine({ source: "knot", component: "knot", text: "no time" }, plain)).toBe(
    "          knot        no time",
  );
});

test("a logger's JSON is told in words, and a warning stands out", () => {
  const text = '{"level":40,"time":1,"msg":"slow","path":"/","ms":900,"err":{"code":"E"}}';
  expect(sayLogLine({ source: "app@1-1", component: "app", time, text }, plain)).toBe(
    '12:05:01  app.1       warning slow path=/ ms=900 err={"code":"E"}',
  );
  expect(sayLogLine({ source: "app@1-1", component: "app", time, text: '{"no":"message"}' }, plain)).toContain(
    '{"no":"message"}',
  );
});

test("a request is told in a few words: status, method, path, time, size, who answered", () => {
  const request = {
    id: "ab",
    method: "GET",
    host: "www.foobar.com",
    path: "/posts",
    status: 200,
    bytes: 5120,
    seconds: 0.012,
  };
  const line = { source: "access", component: "access", time, text: "{}" };
  const say = (more: object): string => sayLogLine({ ...line, request: { ...request, ...more } }, plain);
  expect(say({ upstream: "unix:/tmp/stead-0-abc/current/2.sock" })).toBe(
    "12:05:01  request     200 GET  /posts 12 ms  5 kB  app.2",
  );
  expect(say({ cache: "HIT" })).toContain("cache hit");
  expect(say({})).toContain("static");
  expect(say({ status: 502, upstream: "unix:/r/1.sock, unix:/r/2.sock" })).toContain("app.1, app.2");
});

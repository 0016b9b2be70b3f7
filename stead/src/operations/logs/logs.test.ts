import { expect, test } from "vitest";
import { belongsTo, sourceOf } from "./log-files.ts";
import { componentOf, mergeLines, readLines, type LogLine } from "./log-line.ts";
import { lineTime } from "./line-time.ts";
import { readRequest } from "./logged-request.ts";

test.each([
  ["2026-11-23T12:05:01.250Z ready", "2026-11-23T12:05:01.250Z"],
  ["2026-11-23T12:05:01+0100 info: [foobar.com.] loaded", "2026-11-23T11:05:01.000Z"],
  ['{"level":30,"time":1795435501250,"msg":"hello"}', "2026-11-23T12:05:01.250Z"],
  ['{"time":"2026-11-23T13:05:01+01:00","id":"a"}', "2026-11-23T12:05:01.000Z"],
  ['{"ts":1795435501.25}', "2026-11-23T12:05:01.250Z"],
])("the time of %s", (line, time) => {
  expect(new Date(lineTime(line) ?? 0).toISOString()).toBe(time);
});

test.each([
  "2026-11-23 12:05:01 0 [Note] ready for connections",
  "2026/11/23 12:05:01 [error] 7#7: broken",
  "[2026-11-23 12:05:01] on",
])("a time without a zone is this machine's: %s", (line) => {
  expect(lineTime(line)).toBe(new Date(2026, 10, 23, 12, 5, 1).getTime());
});

test.each(["Listening on 3000", "", "{}", "{broken", "20261123 is no time"])("%j tells no time", (line) => {
  expect(lineTime(line)).toBeUndefined();
});

const written = (lines: readonly LogLine[], at = "2026-11-23T12:00:09Z") => ({ lines, written: Date.parse(at) });

test("a log that tells no times stands where its file was last written", () => {
  const app = readLines("app@1-1", ["Listening"]);
  const nginx = readLines("nginx", ["2026-11-23T12:00:01Z a", "2026-11-23T12:00:04Z b"]);
  const merged = mergeLines([written(app, "2026-11-23T12:00:02Z"), written(nginx)], 10);
  expect(merged.map(({ source, time }) => [source, time === undefined])).toEqual([
    ["nginx", false],
    ["app@1-1", true],
    ["nginx", false],
  ]);
});

test("lines of several logs stand in the order of their times, and a stack trace stays together", () => {
  const app = readLines("app@1-1", [
    "2026-11-23T12:00:02Z Error: no",
    "    at serve (x.js:1)",
    "2026-11-23T12:00:05Z on",
  ]);
  const nginx = readLines("nginx", ["2026-11-23T12:00:01Z a", "2026-11-23T12:00:04Z b"]);
  expect(mergeLines([written(app), written(nginx)], 10).map(({ text }) => text.split("Z ").at(-1)?.trim())).toEqual([
    "a",
    "Error: no",
    "at serve (x.js:1)",
    "b",
    "on",
  ]);
  expect(mergeLines([written(app), written(nginx)], 2).map(({ text }) => text)).toEqual([
    "2026-11-23T12:00:04Z b",
    "2026-11-23T12:00:05Z on",
  ]);
});

test("a request is read from the access log, and nothing else is taken for one", () => {
  const line =
    '{"time":"2026-11-23T12:05:01+00:00","id":"ab12","host":"www.foobar.com","method":"GET","uri":"/posts","status":200,"bytes":5120,"seconds":0.012,"upstream":"unix:/run/1.sock","cache":"MISS"}';
  expect(readRequest(line)).toEqual({
    id: "ab12",
    host: "www.foobar.com",
    method: "GET",
    path: "/posts",
    status: 200,
    bytes: 5120,
    seconds: 0.012,
    upstream: "unix:/run/1.sock",
    cache: "MISS",
  });
  expect(readRequest('{"level":30,"msg":"x"}')).toBeUndefined();
  expect(readRequest("GET / 200")).toBeUndefined();
});

test("which log belongs to what was asked for", () => {
  expect([sourceOf("nginx.log"), sourceOf("nginx.log.1"), sourceOf("apply.jsonl")]).toEqual([
    "nginx",
    "nginx",
    undefined,
  ]);
  expect(componentOf("app@20261123-120501-ab12cd-1")).toBe("app");
  expect([belongsTo("access", "nginx"), belongsTo("worker-mails@x-1", "worker"), belongsTo("nginx", "app")]).toEqual([
    true,
    true,
    false,
  ]);
});

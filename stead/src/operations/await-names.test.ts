import { expect, test } from "vitest";
import { faultOf } from "./await-names.ts";

interface Answer {
  readonly server: string;
  readonly v4: string[];
  readonly v6: string[];
  readonly code?: string;
}

const wanted = { name: "www.foobar.com", v4: ["203.0.113.7"], v6: [] };
const server: Answer = { server: "ns1.foobar.com", v4: ["203.0.113.7"], v6: [] };
const seen = (...servers: Answer[]) => [{ name: "www.foobar.com", zone: "foobar.com", servers }];
const what = (...words: Parameters<typeof seen>): readonly string[] =>
  faultOf(wanted, seen(...words), "production").map((fault) => fault.what);

test("all name servers say the same, and that is right", () => {
  expect(what(server, { ...server, server: "ns2.foobar.com" })).toEqual([]);
});

test("nobody knows the name, or one server says otherwise, says nothing or does not answer: told with its words", () => {
  expect(faultOf(wanted, [], "production")).toMatchObject([
    { code: "NAMES_LEAD_ELSEWHERE", where: "www.foobar.com", mend: expect.stringContaining("stead up production") },
  ]);
  expect(what(server, { ...server, server: "ns2.foobar.com", v4: ["192.0.2.1"] })).toEqual([
    expect.stringContaining("ns2.foobar.com says 192.0.2.1"),
  ]);
  expect(what({ ...server, v4: [] })).toEqual([expect.stringContaining("ns1.foobar.com says that there is nothing")]);
  expect(what({ ...server, v4: [], code: "ETIMEOUT" })).toEqual([expect.stringContaining("says nothing (ETIMEOUT)")]);
});

test("an AAAA record that leads elsewhere is wrong as well: the authority looks there first", () => {
  expect(what({ ...server, v6: ["2001:db8::1"] })).toEqual([expect.stringContaining("203.0.113.7 and 2001:db8::1")]);
});

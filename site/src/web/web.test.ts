import { Socket } from "node:net";
import { expect, test } from "vitest";
import { fieldsOf } from "./fields.ts";
import { clientNetwork, isHttps } from "./proxy.ts";
import { refuseForeignWrites } from "./same-origin.ts";
import { slugOf } from "../posts/slug.ts";

const asked = (headers: Record<string, string>, peer?: string, method = "POST") => {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: peer });
  return { headers, socket, method };
};

test.each([
  { "sec-fetch-site": "same-origin" },
  { origin: "http://www.foobar.com", host: "www.foobar.com" },
  { origin: "https://www.foobar.com", host: "www.foobar.com", "x-forwarded-proto": "https" },
  { origin: "http://www.foobar.localhost:8080", host: "www.foobar.localhost:8080" },
])("a write from our own page passes: %j", (headers) => {
  expect(() => refuseForeignWrites(asked(headers))).not.toThrow();
});

test.each([
  {},
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
  { "sec-fetch-site": "cross-site", origin: "http://www.foobar.com", host: "www.foobar.com" },
  { origin: "null", host: "www.foobar.com" },
  { origin: "http://evil.example", host: "www.foobar.com" },
  { origin: "http://foobar.com", host: "www.foobar.com" },
  { origin: "https://www.foobar.com", host: "www.foobar.com" },
  { origin: "http://www.foobar.com:8080", host: "www.foobar.com" },
])("a write from anywhere else does not: %j", (headers) => {
  expect(() => refuseForeignWrites(asked(headers as Record<string, string>))).toThrow("Nothing was changed");
});

test("reading is never refused", () => {
  expect(() => refuseForeignWrites(asked({ "sec-fetch-site": "cross-site" }, undefined, "GET"))).not.toThrow();
});

test("the local proxy is believed, nobody else is", () => {
  const forged = {
    "x-real-ip": "203.0.113.9",
    "x-forwarded-for": "198.51.100.1, 203.0.113.9",
    "x-forwarded-proto": "https",
  };
  expect(clientNetwork(asked(forged))).toBe("203.0.113.9");
  expect(clientNetwork(asked({ "x-forwarded-for": "198.51.100.1, 203.0.113.9" }, "127.0.0.1"))).toBe("203.0.113.9");
  expect(isHttps(asked(forged))).toBe(true);
  expect(clientNetwork(asked(forged, "192.0.2.5"))).toBe("192.0.2.5");
  expect(isHttps(asked(forged, "192.0.2.5"))).toBe(false);
});

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::ffff:192.0.2.5", "192.0.2.5"],
])("%s counts as %s", (address, network) => {
  expect(clientNetwork(asked({ "x-real-ip": address }))).toBe(network);
});

test("fields are read as they should be kept", () => {
  const fields = fieldsOf({ a: "  x \t y ", b: "one\r\ntwo\u0000\rthree  ", c: " p ", lone: "\ud800" });
  expect(fields.line("a")).toBe("x y");
  expect(fields.text("b")).toBe("one\ntwo\nthree");
  expect(fields.exact("c")).toBe(" p ");
  expect(fields.exact("missing")).toBe("");
  expect(fields.exact("toString")).toBe("");
  expect(fields.text("lone")).toBe("\ufffd");
  expect(() => fieldsOf({ a: ["x", "y"] }).line("a")).toThrow();
});

test.each([
  ["Hello, World!", "hello-world"],
  ["Crème brûlée", "creme-brulee"],
  ["日本語", "post"],
  ["--- a ---", "a"],
  [`${"word ".repeat(30)}`, "word-word-word-word-word-word-word-word-word-word-word-word"],
])("the slug of %j is %s", (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

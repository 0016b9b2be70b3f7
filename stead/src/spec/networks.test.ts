import { expect, test } from "vitest";
import { isNetwork, readDestination, readOpening } from "./networks.ts";

test.each([
  ["203.0.113.7", { network: "203.0.113.7" }],
  ["203.0.113.0/24", { network: "203.0.113.0/24" }],
  ["203.0.113.0/24:443", { network: "203.0.113.0/24", port: 443 }],
  ["2001:db8::1", { network: "2001:db8::1" }],
  ["[2001:db8::1]:443", { network: "2001:db8::1", port: 443 }],
  ["[2001:db8::/32]:443", { network: "2001:db8::/32", port: 443 }],
  ["*:53", { port: 53 }],
])("%s is a destination", (text, destination) => {
  expect(readDestination(text)).toEqual(destination);
});

test.each([
  "",
  "*",
  "api.example.com:443",
  "203.0.113.7:0",
  "203.0.113.7:65536",
  "[203.0.113.7]:443",
  "*:https",
  "[*]:443",
])("%s is none", (text) => {
  expect(readDestination(text)).toBeUndefined();
});

test("ports with their protocols", () => {
  expect(readOpening("51820/udp")).toEqual({ port: 51_820, protocol: "udp" });
  expect(["80", "80/sctp", "0/tcp", "65536/tcp", "http/tcp"].map(readOpening)).toEqual(Array(5).fill(undefined));
});

test("networks of both kinds", () => {
  expect(["10.0.0.0/8", "::/0", "192.0.2.1"].map(isNetwork)).toEqual([true, true, true]);
  expect(["10.0.0.0/33", "example.org", "*"].map(isNetwork)).toEqual([false, false, false]);
});

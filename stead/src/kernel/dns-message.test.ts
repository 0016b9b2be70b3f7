import { expect, test } from "vitest";
import { readMessage, writeQuestion } from "./dns-message.ts";

test("a query is what RFC 1035 says, byte by byte", () => {
  expect(writeQuestion(0x1234, "www.foobar.com.", "AAAA").toString("hex")).toBe(
    "123400000001000000000000" + "03777777" + "06666f6f626172" + "03636f6d" + "00" + "001c0001",
  );
});

/** www.foobar.com CNAME foobar.com (a pointer), foobar.com A 127.0.0.1 and AAAA ::1, as knotd sent it. */
const reply = (id: number): Buffer => {
  const question = writeQuestion(id, "www.foobar.com", "A").subarray(12);
  const header = Buffer.from("000084000001000300000000", "hex");
  header.writeUInt16BE(id, 0);
  const record = (name: string, type: string, data: string): Buffer =>
    Buffer.from(`${name}${type}000100000e10${(data.length / 2).toString(16).padStart(4, "0")}${data}`, "hex");
  return Buffer.concat([
    header,
    question,
    record("c00c", "0005", "c010"),
    record("c010", "0001", "7f000001"),
    record("c010", "001c", "0".repeat(31) + "1"),
  ]);
};

test("a reply with pointers is read", () => {
  expect(readMessage(reply(7))).toEqual({
    code: 0,
    authoritative: true,
    answers: [
      { name: "www.foobar.com.", type: "CNAME", data: "foobar.com." },
      { name: "foobar.com.", type: "A", data: "127.0.0.1" },
      { name: "foobar.com.", type: "AAAA", data: "::1" },
    ],
    authority: [],
    additional: [],
  });
});

test("a reply that is cut off, or points at itself, is an error and no endless loop", () => {
  expect(() => readMessage(reply(7).subarray(0, 40))).toThrow(RangeError);
  const itself = Buffer.from("000084000000000100000000c00c", "hex");
  expect(() => readMessage(itself)).toThrow("points forward");
});

import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { askDns } from "./ask-dns.ts";
import { askHttp } from "./ask-http.ts";
import { readReply, writeQuery } from "./dns-message.ts";

test("a query is what RFC 1035 says, byte by byte", () => {
  expect(writeQuery(0x1234, "www.foobar.com.", "AAAA").toString("hex")).toBe(
    "123400000001000000000000" + "03777777" + "06666f6f626172" + "03636f6d" + "00" + "001c0001",
  );
});

/** www.foobar.com CNAME foobar.com (a pointer), foobar.com A 127.0.0.1 and AAAA ::1, as knotd sent it. */
const reply = (id: number): Buffer => {
  const question = writeQuery(id, "www.foobar.com", "A").subarray(12);
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
  expect(readReply(reply(7))).toEqual({
    code: 0,
    authoritative: true,
    answers: [
      { type: "CNAME", data: "foobar.com." },
      { type: "A", data: "127.0.0.1" },
      { type: "AAAA", data: "::1" },
    ],
  });
});

test("a reply that is cut off, or points at itself, is an error and no endless loop", () => {
  expect(() => readReply(reply(7).subarray(0, 40))).toThrow(RangeError);
  const itself = Buffer.from("000084000000000100000000c00c", "hex");
  expect(() => readReply(itself)).toThrow("points forward");
});

test("a name server is asked over UDP; an answer to another question does not count", async () => {
  const server = createSocket("udp4");
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  server.on("message", (message, from) => {
    const id = message.readUInt16BE(0);
    server.send(reply(id ^ 1), from.port, from.address);
    server.send(reply(id), from.port, from.address);
  });
  const { answers } = await askDns({ at: server.address(), name: "www.foobar.com", type: "A" });
  server.close();
  expect(answers[1]?.data).toBe("127.0.0.1");
});

test("a page is asked for under a name of its own, and a closed port is said so", async () => {
  const server = createServer((request, response) =>
    response.writeHead(308, { location: `http://www.${request.headers.host}/` }).end(),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const question = { at: { address: "127.0.0.1", port }, host: "foobar.com", path: "/" };
  expect(await askHttp(question)).toMatchObject({ status: 308, location: "http://www.foobar.com/" });
  server.close();
  await once(server, "close");
  await expect(askHttp(question)).rejects.toThrow("nothing listens there");
});

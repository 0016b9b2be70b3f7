import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { writeQuestion } from "../../kernel/dns-message.ts";
import { askDns } from "./ask-dns.ts";
import { askHttp } from "./ask-http.ts";

/** foobar.com A 127.0.0.1, as a name server sends it. */
const reply = (id: number): Buffer => {
  const message = Buffer.concat([
    writeQuestion(id, "foobar.com", "A"),
    Buffer.from("c00c000100010000003c00047f000001", "hex"),
  ]);
  message.writeUInt16BE(0x8400, 2);
  message.writeUInt16BE(1, 6);
  return message;
};

test("a name server is asked over UDP; an answer to another question does not count", async () => {
  const server = createSocket("udp4");
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  server.on("message", (message, from) => {
    const id = message.readUInt16BE(0);
    server.send(reply(id ^ 1), from.port, from.address);
    server.send(reply(id), from.port, from.address);
  });
  const { answers } = await askDns({ at: server.address(), name: "foobar.com", type: "A" });
  server.close();
  expect(answers[0]?.data).toBe("127.0.0.1");
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

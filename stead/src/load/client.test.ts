import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { closingClient, keepAliveClient, type LoadClient } from "./client.ts";
import { expectPage, type LoadRequest, type Target } from "./request.ts";

const page: LoadRequest = { kind: "page", method: "GET", path: "/", wrong: expectPage("hello") };
const write: LoadRequest = { ...page, kind: "write", method: "POST", body: Buffer.alloc(65_536, "x") };
const GOOD = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

const opened: { close(): void }[] = [];
afterEach(() => opened.splice(0).forEach((thing) => thing.close()));

/** A raw server: `answer` sees each whole request with its number on that connection and in all. */
const serve = async (answer: (socket: Socket, onConnection: number, inAll: number) => void): Promise<Target> => {
  let inAll = 0;
  const server: Server = createServer((socket) => {
    let onConnection = 0;
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (part) => {
      text += part.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      text = "";
      answer(socket, ++onConnection, ++inAll);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push(server);
  return { address: "127.0.0.1", port: (server.address() as AddressInfo).port, host: "www.example.test" };
};

const using = (client: LoadClient): LoadClient => (opened.push(client), client);

test("a complete expected answer is ok, and a kept connection is used again", async () => {
  const seen: number[] = [];
  const target = await serve((socket, onConnection) => (seen.push(onConnection), socket.write(GOOD)));
  const client = using(keepAliveClient(target));
  expect(await client.send(page)).toMatchObject({ result: "ok", resent: false, kind: "page" });
  expect(await client.send(page)).toMatchObject({ result: "ok", resent: false });
  expect(seen).toEqual([1, 2]);
});

test("a reused connection closed before any byte: sent once more, and counted", async () => {
  const target = await serve((socket, onConnection) => (onConnection === 1 ? socket.write(GOOD) : socket.destroy()));
  const client = using(keepAliveClient(target));
  await client.send(page);
  expect(await client.send(page)).toMatchObject({ result: "ok", resent: true });
  await client.send(page); // the fresh connection was not kept; this makes one to keep
  expect(await client.send(write)).toMatchObject({ result: "ok", resent: true });
});

test("the second sending is the last", async () => {
  const target = await serve((socket, _, inAll) => (inAll === 1 ? socket.write(GOOD) : socket.destroy()));
  const client = using(keepAliveClient(target));
  await client.send(page);
  const outcome = await client.send(page);
  expect(outcome).toMatchObject({ result: "failed", reason: "closed before any byte of an answer", resent: true });
});

test("a fresh connection closed before any byte is a failure, never resent", async () => {
  let requests = 0;
  const target = await serve((socket) => (requests++, socket.destroy()));
  for (const client of [using(keepAliveClient(target)), using(closingClient(target))])
    expect(await client.send(page)).toMatchObject({ result: "failed", resent: false });
  expect(requests).toBe(2);
});

test("a reused connection that breaks after a byte is a failure, never resent", async () => {
  const target = await serve((socket, onConnection) =>
    onConnection === 1 ? socket.write(GOOD) : socket.write("HTTP/1.1 200", () => socket.resetAndDestroy()),
  );
  const client = using(keepAliveClient(target));
  await client.send(page);
  expect(await client.send(page)).toMatchObject({ result: "failed", resent: false });
});

test("a body shorter than it promised is a failure", async () => {
  const target = await serve((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nhello"));
  const outcome = await using(closingClient(target)).send(page);
  expect(outcome).toMatchObject({ result: "failed", reason: "answer cut after some bytes" });
});

test("a chunked body without its end is a failure", async () => {
  const head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n";
  const target = await serve((socket) => socket.end(head));
  expect(await using(closingClient(target)).send(page)).toMatchObject({ result: "failed" });
});

test("another status, another page: failures with their reason", async () => {
  const answers = ["HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", GOOD.replace("hello", "HELLO")];
  const target = await serve((socket, _, inAll) => socket.write(answers[inAll - 1] ?? GOOD));
  const client = using(closingClient(target));
  expect(await client.send(page)).toMatchObject({ result: "failed", reason: "status 502" });
  expect(await client.send(page)).toMatchObject({ result: "failed", reason: "another page than expected" });
});

test("a write whose answer never came is unknown; one that was refused is failed", async () => {
  const target = await serve((socket, _, inAll) =>
    inAll === 1 ? socket.destroy() : socket.write("HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n"),
  );
  const client = using(closingClient(target));
  expect(await client.send(write)).toMatchObject({ result: "unknown", kind: "write" });
  expect(await client.send(write)).toMatchObject({ result: "failed", reason: "status 503" });
});

test("silence is a failure after the client's patience", async () => {
  const target = await serve((socket, onConnection) => onConnection === 1 && socket.write(GOOD));
  const client = using(keepAliveClient(target, 200));
  await client.send(page);
  const outcome = await client.send(page);
  expect(outcome).toMatchObject({ result: "failed", reason: "no complete answer within 0.2 s", resent: false });
});

test("nobody there is a failure", async () => {
  const outcome = await using(keepAliveClient({ address: "127.0.0.1", port: 1, host: "x" })).send(page);
  expect(outcome).toMatchObject({ result: "failed", reason: "ECONNREFUSED" });
});

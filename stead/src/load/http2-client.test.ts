import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { LoadClient } from "./client.ts";
import { http2Client } from "./http2-client.ts";
import { expectPage, type LoadRequest } from "./request.ts";

const page: LoadRequest = { kind: "page", method: "GET", path: "/", wrong: expectPage("hello") };
const write: LoadRequest = { ...page, kind: "write", method: "POST", body: Buffer.alloc(65_536, "x") };

const opened: { close(): void }[] = [];
afterEach(() => opened.splice(0).forEach((thing) => thing.close()));

/** `answer` sees each whole request with its number; `sessions` is how many connections there were. */
const serve = async (answer: (stream: ServerHttp2Stream, inAll: number) => void) => {
  let [inAll, sessions] = [0, 0];
  const server: Http2Server = createServer();
  server.on("session", (session) => {
    sessions += 1;
    session.on("error", () => undefined);
  });
  server.on("stream", (stream: ServerHttp2Stream) => {
    stream.on("error", () => undefined);
    stream.resume().once("end", () => answer(stream, ++inAll));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const target = { address: "127.0.0.1", port: (server.address() as AddressInfo).port, host: "www.example.test" };
  const client: LoadClient = http2Client(target, 1000);
  opened.push(client, server);
  return { client, sessions: () => sessions };
};

test("all requests go over one connection, and a complete expected answer is ok", async () => {
  const { client, sessions } = await serve((stream) => stream.end("hello"));
  expect(await client.send(page)).toMatchObject({ result: "ok", resent: false, kind: "page" });
  expect(await client.send(write)).toMatchObject({ result: "ok", resent: false });
  expect(sessions()).toBe(1);
});

test("what a server left undone when it closed a used connection is sent once more, and counted", async () => {
  const { client, sessions } = await serve((stream, inAll) =>
    inAll === 2 ? stream.session?.destroy() : stream.end("hello"),
  );
  await client.send(page);
  expect(await client.send(page)).toMatchObject({ result: "ok", resent: true });
  expect(sessions()).toBe(2);
});

test("a first request has no second try, half an answer is a failure, and a lost write is unknown", async () => {
  const first = await serve((stream) => stream.session?.destroy());
  expect(await first.client.send(page)).toMatchObject({ result: "failed", resent: false });
  const half = await serve((stream, inAll) => {
    stream.respond({ ":status": 200 });
    if (inAll === 1) stream.end("hello");
    else stream.write("hel", () => stream.session?.destroy());
  });
  await half.client.send(page);
  expect(await half.client.send(page)).toMatchObject({ result: "failed", reason: "answer cut after some bytes" });
  const lost = await serve((stream) => stream.session?.destroy());
  expect(await lost.client.send(write)).toMatchObject({ result: "unknown" });
});

test("another answer than expected, and none in time", async () => {
  const wrong = await serve((stream) => {
    stream.respond({ ":status": 502 });
    stream.end();
  });
  expect(await wrong.client.send(page)).toMatchObject({ result: "failed", reason: "status 502" });
  const silent = await serve(() => undefined);
  expect(await silent.client.send(page)).toMatchObject({ result: "failed", reason: "no complete answer within 1 s" });
});

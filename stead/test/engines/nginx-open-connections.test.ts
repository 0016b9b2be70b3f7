import { createHash } from "node:crypto";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { echo, startWebSite, type WebSite } from "../setup/web-site.ts";

let web: WebSite;

beforeAll(async () => {
  web = await startWebSite(
    { app: { start: "node server.js" } },
    {
      respond: (incoming, response) => {
        if (incoming.url === "/events") {
          response.writeHead(200, { "Content-Type": "text/event-stream" });
          response.write("data: first\n\n");
          return;
        }
        if (incoming.url === "/unbuffered") {
          response.writeHead(200, { "X-Accel-Buffering": "no" });
          response.write("first");
          return;
        }
        if (incoming.url?.startsWith("/cut") === true) {
          // The whole request was read; the answer never comes.
          incoming.resume().on("end", () => incoming.socket.destroy());
          return;
        }
        echo(incoming, response);
      },
    },
  );
  for (const { server } of web.instances)
    server.on("upgrade", (incoming: IncomingMessage, socket: NodeJS.WritableStream & NodeJS.ReadableStream) => {
      const key = createHash("sha1").update(
        `${incoming.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
      );
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key.digest("base64")}\r\n\r\n`,
      );
      socket.on("data", (frame: Buffer) => socket.write(echoFrame(frame)));
      socket.on("error", () => undefined);
    });
});

afterAll(() => web?.close());

test("a WebSocket upgrade passes through, both ways", async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}/chat`);
  await once(socket, "open");
  socket.send("hello");
  const [message] = (await once(socket, "message")) as [MessageEvent];
  expect(message.data).toBe("hello");
  socket.close();
});

test("no other upgrade is passed on", async () => {
  const heard = JSON.parse((await web.get("/", { headers: { Connection: "Upgrade", Upgrade: "h2c" } })).body) as object;
  expect(heard).not.toHaveProperty("upgrade");
  expect(heard).toHaveProperty("connection", "close");
});

test.each([
  ["/events", { Accept: "text/event-stream" }],
  ["/unbuffered", { Cookie: "a=b" }],
])("%s arrives as it is written", async (path, headers) => {
  const sent = request({
    host: "127.0.0.1",
    port: web.port,
    path,
    agent: false,
    headers: { Host: "localhost", ...headers },
  });
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const [part] = (await once(answer, "data")) as [Buffer];
  expect(part.toString()).toContain("first");
  sent.destroy();
});

test("a GET whose instance ends is asked of the other; a POST that was sent is not", async () => {
  const asked = () => web.instances.flatMap((instance) => instance.asked);
  expect((await web.get("/cut-get")).status).toBe(502);
  expect(asked().filter((line) => line === "GET /cut-get")).toHaveLength(2);
  expect((await web.get("/cut-post", { method: "POST", body: "pay" })).status).toBe(502);
  expect(asked().filter((line) => line === "POST /cut-post")).toHaveLength(1);
});

test("with one instance gone every request finds the other, also a POST", async () => {
  await web.instances[0]?.close();
  for (let round = 0; round < 20; round++) {
    expect((await web.get("/page")).status).toBe(200);
    expect((await web.get("/page", { method: "POST", body: "x" })).status).toBe(200);
  }
});

test("a name in the request line counts more than the Host header", async () => {
  const socket = connect(web.port, "127.0.0.1");
  socket.write("GET http://www.foobar.com/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  await once(socket, "close");
  const text = Buffer.concat(parts).toString();
  expect(text).toContain('"host":"www.foobar.com"');
  expect(text).not.toContain("evil.example");
});

/** A short frame of a client, its mask taken off (RFC 6455, 5.2 and 5.3). */
const echoFrame = (frame: Buffer): Buffer => {
  const [first = 0, second = 0] = frame;
  const mask = frame.subarray(2, 6);
  return Buffer.concat([
    Buffer.from([first, second & 0x7f]),
    frame.subarray(6).map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  ]);
};

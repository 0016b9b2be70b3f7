import { once } from "node:events";
import { rmSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/**
 * What must pass through a web server untouched, on the whole stack: a WebSocket (RFC 6455, 4.2.2 and 5.2, for frames below
 * 126 bytes) and an event stream. `/down` lets the application stay away until `DATA_DIR/down` is gone.
 */
const server = `
import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
const down = process.env.DATA_DIR + "/down";
if (existsSync(down)) process.exit(1);
const pages = {
  "/events": (response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    let count = 0;
    const timer = setInterval(() => response.write("data: " + (count += 1) + "\\n\\n"), 50);
    response.on("close", () => clearInterval(timer));
  },
  "/down": (response) => {
    writeFileSync(down, "");
    response.end("Good night");
  },
};
const server = createServer((request, response) => (pages[request.url] ?? (() => response.end("up")))(response));
server.on("upgrade", (request, socket) => {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write("HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: " + accept + "\\r\\n\\r\\n");
  socket.on("error", () => undefined).on("data", (frame) => {
    const text = Buffer.from(frame.subarray(6).map((byte, index) => byte ^ frame[2 + (index % 4)]));
    socket.write(Buffer.concat([Buffer.from([frame[0], text.length]), text]));
  });
});
server.listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

let site: SiteFolder;

beforeAll(async () => {
  site = await makeSiteFolder({
    domain: "foobar.com",
    app: { start: "node server.mjs", data: true, watch: 0, drain: 1 },
  });
  site.write("server.mjs", server);
  await site.stead("up", "-d");
});
afterAll(() => site.close());

test("a WebSocket passes through, both ways", async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${site.http}/chat`);
  await once(socket, "open");
  for (const text of ["hello", "and again"]) {
    socket.send(text);
    const [{ data }] = (await once(socket, "message")) as [MessageEvent];
    expect(data).toBe(text);
  }
  socket.close();
});

test("an event stream passes through, event by event", async () => {
  const asked = get({ port: site.http, path: "/events", headers: { Host: "localhost" } });
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  const times: number[] = [];
  for await (const part of answer) {
    for (const _event of String(part).matchAll(/^data:/gmu)) times.push(performance.now());
    if (times.length >= 5) break;
  }
  asked.destroy();
  // One after the other; a web server that collects them would pass on all at once.
  expect((times[4] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(100);
});

test("an application that is down: the branded page, at once, for as long as it is away", async () => {
  const before = await site.pids();
  expect((await site.get("/down")).body).toBe("Good night");
  for (const [unit, pid] of Object.entries(before)) if (unit.startsWith("app@") && pid) process.kill(pid, "SIGKILL");
  await expect.poll(async () => (await site.get()).status, { timeout: 10_000 }).toBe(502);
  const page = await site.get("/some/page");
  expect(page.headers["content-type"]).toMatch(/^text\/html/u);
  expect(page.headers["cache-control"]).toBe("no-store");
  expect(page.body).toContain("<h1");
  expect(page.body).not.toMatch(/nginx/iu);
  rmSync(join(site.home(), "data/app/down"));
  await expect.poll(async () => (await site.get()).status, { timeout: 30_000, interval: 200 }).toBe(200);
});

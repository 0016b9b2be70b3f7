import { createHash } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { closingClient, keepAliveClient } from "./client.ts";
import type { Mix } from "./mix.ts";
import { expectPage } from "./request.ts";
import { startLoad, type Load } from "./start-load.ts";
import { sayReport } from "./report.ts";

const body = Buffer.alloc(65_536, "y");
const hash = createHash("sha256").update(body).digest("hex");
const mix: Mix = {
  page: { kind: "page", method: "GET", path: "/", wrong: expectPage("fast") },
  write: { kind: "write", method: "POST", path: "/echo", body, wrong: expectPage(hash) },
  slow: { kind: "slow", method: "GET", path: "/slow", wrong: expectPage("slow") },
};

let server: Server | undefined;
afterEach(() => server?.close());

const serve: RequestListener = (request, response) => {
  if (request.url === "/") return response.end("fast");
  if (request.url === "/slow") return setTimeout(() => response.end("slow"), 200);
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  return request.on("end", () => response.end(createHash("sha256").update(Buffer.concat(parts)).digest("hex")));
};

const load = async (listener: RequestListener, rate: number, most: number): Promise<Load> => {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const target = { address: "127.0.0.1", port: (server.address() as AddressInfo).port, host: "x" };
  return startLoad({ clients: [keepAliveClient(target), closingClient(target)], mix, rate, most });
};

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
};

test("load keeps its rate, its shares and its end", async () => {
  const seen: Record<string, number> = {};
  const running = await load(
    (request, response) => {
      seen[request.url ?? ""] = (seen[request.url ?? ""] ?? 0) + 1;
      serve(request, response);
    },
    400,
    400,
  );
  await until(() => running.sent() === 400);
  const report = await running.stop();
  expect(report, sayReport(report)).toMatchObject({ total: 400, ok: 400, failed: 0, unknown: 0 });
  expect(seen).toEqual({ "/": 340, "/echo": 40, "/slow": 20 });
  expect(report.seconds).toBeGreaterThan(0.95);
  expect(report.p99).toBeGreaterThanOrEqual(report.p50);
});

test("failures are counted by reason, and show as a gap", async () => {
  const began = Date.now();
  const running = await load(
    (request, response) => {
      const down = Date.now() - began > 300 && Date.now() - began < 600;
      return down ? response.writeHead(502).end() : serve(request, response);
    },
    200,
    200,
  );
  await until(() => running.sent() === 200);
  const report = await running.stop();
  expect(report.failed).toBeGreaterThan(30);
  expect(report.reasons["page: status 502"]).toBeGreaterThan(30);
  expect(report.ok + report.failed).toBe(200);
  expect(report.longestGap).toBeGreaterThan(100);
  expect(sayReport(report)).toContain("x page: status 502");
});

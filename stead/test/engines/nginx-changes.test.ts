import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAINTENANCE_SEEN_AFTER } from "../../src/components/nginx/servers.ts";
import type { Question } from "../setup/ask.ts";
import { makeFile } from "../setup/site-on-disk.ts";
import { startWebSite, type WebSite } from "../setup/web-site.ts";

let web: WebSite;
const get = (path: string, question: Question = {}) => web.get(path, question);

beforeAll(async () => {
  const spec = {
    app: { start: "node server.js", static: "public" },
    immutable: ["/assets/**"],
    headers: { "X-Frame-Options": "DENY" },
  };
  web = await startWebSite(spec, { files: { "index.html": "first release", "assets/a.js": "a" } });
});

afterAll(() => web?.close());

test("a switch of the current link is seen at once, without a reload", async () => {
  await web.switchTo("two", { "index.html": "second release" });
  expect((await get("/")).body).toBe("second release");
  expect((await get("/app")).status).toBe(200);
});

test("maintenance closes and opens the site without a reload", async () => {
  const note = join(web.site.place.paths.etc, "maintenance");
  await writeFile(note, "{}");
  await sleep(MAINTENANCE_SEEN_AFTER * 1000);
  for (const question of [{}, { method: "POST", body: "x" }]) {
    const closed = await get("/", question);
    expect(closed).toMatchObject({
      status: 503,
      headers: { "retry-after": "120", "cache-control": "no-store", "x-frame-options": "DENY" },
    });
    expect(closed.body).toContain("Closed for maintenance");
  }
  expect((await get("/assets/a.js")).status).toBe(503);
  await rm(note);
  await sleep(MAINTENANCE_SEEN_AFTER * 1000);
  expect((await get("/")).status).toBe(200);
});

test("a setting changes by a reload that is over when it says so", async () => {
  const conf = join(web.site.place.paths.etc, "nginx/site.conf");
  const before = readFileSync(conf, "utf8");
  await writeFile(conf, before.replaceAll('"DENY"', '"SAMEORIGIN"'));
  web.running.reload();
  expect((await get("/")).headers["x-frame-options"]).toBe("SAMEORIGIN");
  await writeFile(conf, "broken");
  expect(() => web.running.reload()).toThrow(/did not take/u);
  expect((await get("/")).status).toBe(200);
  await writeFile(conf, before);
  web.running.reload();
});

test("pages of a dead application: what it offered for that case, else the branded page", async () => {
  const lasting = `/lasting?Cache-Control=${encodeURIComponent("s-maxage=1, stale-if-error=600")}`;
  const kept = await get(lasting);
  await web.closeInstances();
  await sleep(2100);
  expect(await get(lasting)).toMatchObject({ status: 200, body: kept.body, headers: { "x-cache": "STALE" } });
  for (const question of [{}, { method: "POST", body: "x" }, { headers: { Cookie: "a=b" } }]) {
    const down = await get("/app", question);
    expect(down).toMatchObject({ status: 502, headers: { "retry-after": "5", "cache-control": "no-store" } });
    expect(down.body).toContain("Back in a moment");
    expect(down.body).not.toMatch(/src=|https?:/u);
  }
  await makeFile(join(web.site.place.paths.releases, "two/static/502.html"), "the site's own page");
  expect(await get("/app")).toMatchObject({ status: 502, body: "the site's own page" });
  expect((await get("/")).status).toBe(200);
});

test("every request is a line of JSON", () => {
  const lines = readFileSync(join(web.site.place.paths.log, "access.log"), "utf8").trim().split("\n");
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(entries.length).toBeGreaterThan(10);
  expect(entries.find(({ cache }) => cache === "STALE")).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{32}$/u),
    status: 200,
  });
  expect(entries.find(({ upstreamStatus }) => String(upstreamStatus).startsWith("502, 502"))).toBeDefined();
});

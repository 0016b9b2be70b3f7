import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Question } from "../setup/ask.ts";
import { layCandidate, makeFile } from "../setup/site-on-disk.ts";
import { verify } from "../setup/start-unit.ts";
import { startWebSite, type WebSite } from "../setup/web-site.ts";

const spec = {
  app: { start: "node server.js", static: "public" },
  immutable: ["/assets/**"],
  aliases: ["old.example", { name: "mirror.example", serve: true }],
  redirects: { "/gone": "/here", "/blog/*": { to: "/posts/*", status: 301 }, "/out": "https://example.org/x" },
  headers: { "X-Frame-Options": "DENY", "X-Price": 'US$ 5, "net"' },
};

const style = "body { color: #123; }".repeat(100);
const files = {
  "index.html": "<h1>static start page</h1>",
  "style.css": style,
  "style.css.gz": gzipSync(style),
  "style.css.br": brotliCompressSync(style),
  "docs/index.html": "docs",
  "assets/new-1.js": "new",
  ".env": "SECRET=1",
  ".well-known/security.txt": "Contact",
  "with space.txt": "spaced",
};

let web: WebSite;
const get = (path: string, question: Question = {}) => web.get(path, question);

beforeAll(async () => {
  web = await startWebSite(spec, { files });
  await makeFile(join(web.site.place.paths.assets, "assets/old-0.js"), "old");
});

afterAll(() => web?.close());

test("the candidate passes its trial in another folder, and a bad snippet is told with its line", async () => {
  const folder = join(web.site.folder, "candidate");
  await layCandidate(web.desired, web.unit.verify?.files ?? [], folder);
  expect(verify(web.unit, folder)).toEqual({ exitCode: 0, output: "" });
  await makeFile(join(folder, "site.conf"), "nonsense on;\n");
  expect(verify(web.unit, folder)).toMatchObject({ exitCode: 1, output: expect.stringContaining("site.conf:1") });
});

describe("files", () => {
  test("come from the release, compressed as the visitor takes them", async () => {
    const plain = await get("/style.css");
    expect(plain).toMatchObject({
      status: 200,
      body: style,
      headers: { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" },
    });
    const brotli = await get("/style.css", { headers: { "Accept-Encoding": "gzip, br" } });
    expect(brotli.headers).toMatchObject({ "content-encoding": "br", vary: "Accept-Encoding" });
    expect((await get("/style.css", { headers: { "Accept-Encoding": "gzip" } })).headers["content-encoding"]).toBe(
      "gzip",
    );
    const again = await get("/style.css", { headers: { "If-None-Match": plain.headers.etag ?? "" } });
    expect(again).toMatchObject({ status: 304, body: "" });
  });

  test("a folder shows its index.html, under an address that ends with a slash", async () => {
    expect((await get("/")).body).toContain("static start page");
    expect((await get("/docs/")).body).toBe("docs");
    const answer = await get("/docs?a=1", { host: `www.foobar.localhost:${web.port}` });
    expect(answer).toMatchObject({
      status: 308,
      headers: { location: `http://www.foobar.localhost:${web.port}/docs/?a=1` },
    });
  });

  test("names with a space in them are found", async () => {
    expect((await get("/with%20space.txt")).body).toBe("spaced");
  });

  test("fingerprinted files are kept for a year, those of older releases too", async () => {
    for (const [path, body] of [
      ["/assets/new-1.js", "new"],
      ["/assets/old-0.js", "old"],
    ] as const)
      expect(await get(path)).toMatchObject({
        status: 200,
        body,
        headers: { "cache-control": "public, max-age=31536000, immutable" },
      });
    const missing = await get("/assets/none.js");
    expect(JSON.parse(missing.body)).toHaveProperty("host");
    expect(missing.headers["cache-control"]).toBeUndefined();
  });

  test("what begins with a dot never leaves the disk, .well-known does", async () => {
    expect((await get("/.env")).body).not.toContain("SECRET");
    expect((await get("/.well-known/security.txt")).body).toBe("Contact");
  });

  test("a POST to a file's address goes to the application", async () => {
    expect(JSON.parse((await get("/style.css", { method: "POST", body: "a=1" })).body)).toHaveProperty(
      "content-length",
      "3",
    );
    expect(JSON.parse((await get("/", { method: "POST", body: "a=1" })).body)).toHaveProperty("host");
  });
});

describe("names", () => {
  test("unknown ones get no answer, not even a status", async () => {
    await expect(get("/", { host: "stranger.example" })).rejects.toThrow(/socket hang up|ECONNRESET/u);
    await expect(get("/", { host: "bad host name!" })).rejects.toThrow(/socket hang up|ECONNRESET/u);
  });

  test.each([
    ["foobar.com", "www.foobar.com"],
    ["foobar.localhost", "www.foobar.localhost"],
    ["old.example", "www.foobar.com"],
  ])("%s leads to %s, with port, path and query", async (from, to) => {
    const answer = await get("/a%20b?c=%2F", { host: `${from}:${web.port}`, method: "POST" });
    expect(answer).toMatchObject({
      status: 308,
      headers: { location: `http://${to}:${web.port}/a%20b?c=%2F`, "x-frame-options": "DENY" },
    });
  });

  test.each(["www.foobar.com", "www.foobar.localhost", "localhost", "127.0.0.1", "[::1]", "mirror.example"])(
    "%s shows the site",
    async (host) => {
      expect((await get("/", { host: `${host}:${web.port}` })).status).toBe(200);
    },
  );

  test("IPv6 answers as well", async () => {
    expect((await get("/", { address: "::1" })).status).toBe(200);
  });
});

describe("redirects and headers", () => {
  test.each([
    ["/gone?x=1", 308, "/here?x=1"],
    ["/blog/2024/a%20b?c=d", 301, "/posts/2024/a%20b?c=d"],
    ["/blog//evil.example", 301, "/posts/evil.example"],
    ["/out", 308, "https://example.org/x"],
  ])("%s answers %d %s", async (path, status, location) => {
    expect(await get(path)).toMatchObject({ status, headers: { location } });
  });

  test("a line end in a path stays encoded", async () => {
    expect((await get("/blog/a%0d%0aSet-Cookie:x=1")).headers["set-cookie"]).toBeUndefined();
  });

  test.each(["/style.css", "/app", "/gone", "/assets/new-1.js"])(
    "%s carries the site's headers, once",
    async (path) => {
      const { headers } = await get(path, {});
      expect(headers).toMatchObject({ "x-frame-options": "DENY", "x-price": 'US$ 5, "net"' });
      expect((await get("/app?X-Frame-Options=ALLOW")).headers["x-frame-options"]).toBe("DENY");
    },
  );
});

import { readFileSync, symlinkSync } from "node:fs";
import { rename, rm, symlink, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nginx } from "../../src/components/nginx/index.ts";
import type { Unit } from "../../src/state/vocabulary.ts";
import { ask, type Question } from "../setup/ask.ts";
import { freePorts } from "../setup/free-ports.ts";
import { startInstance, type Instance } from "../setup/instance.ts";
import { layCandidate, layDown, layRelease, makeFile, siteOnDisk, type SiteOnDisk } from "../setup/site-on-disk.ts";
import { startUnit, verify, type RunningUnit } from "../setup/start-unit.ts";

const spec = {
  app: { start: "node server.js", static: "public" },
  immutable: ["/assets/**"],
  aliases: ["old.example", { name: "mirror.example", serve: true }],
  maxBody: "100kb",
  redirects: { "/gone": "/here", "/blog/*": { to: "/posts/*", status: 301 }, "/out": "https://example.org/x" },
  headers: { "X-Frame-Options": "DENY", "X-Price": 'US$ 5, "net"' },
};

let site: SiteOnDisk;
let unit: Unit;
let running: RunningUnit;
let instances: Instance[] = [];
let port: number;
const style = "body { color: #123; }".repeat(100);

const respond = (request: IncomingMessage, response: ServerResponse): void => {
  const url = new URL(request.url ?? "/", "http://x");
  const headers = Object.fromEntries(url.searchParams);
  request.resume().on("end", () => {
    response.writeHead(200, { "Content-Type": "application/json", ...headers });
    response.end(
      JSON.stringify({
        at: Date.now(),
        count: instances.flatMap(({ asked }) => asked).length,
        ...request.headers,
        pad: "x".repeat(2000),
      }),
    );
  });
};

const startInstances = async (sockets: string): Promise<void> => {
  instances = await Promise.all(["1.sock", "2.sock"].map((name) => startInstance(join(sockets, name), respond)));
};

const get = (path: string, question: Question = {}) => ask(port, path, question);

beforeAll(async () => {
  const [http = 0, dns = 0] = await freePorts(2);
  port = http;
  site = await siteOnDisk(spec, { http, dns });
  const desired = nginx.desire(site.topology, "local");
  await layDown(desired);
  const sockets = await layRelease(site.place, "one", {
    "index.html": "<h1>static start page</h1>",
    "style.css": style,
    "style.css.gz": gzipSync(style),
    "style.css.br": brotliCompressSync(style),
    "docs/index.html": "docs",
    "assets/new-1.js": "new",
    ".env": "SECRET=1",
    ".well-known/security.txt": "Contact",
    "with space.txt": "spaced",
  });
  await makeFile(join(site.place.paths.assets, "assets/old-0.js"), "old");
  symlinkSync(sockets, site.place.paths.current);
  await startInstances(sockets);
  unit = desired.find((value) => value.kind === "unit") as Unit;
  running = await startUnit(unit);
});

afterAll(async () => {
  await running?.stop();
  await Promise.all(instances.map((instance) => instance.close()));
  await site?.remove();
});

test("the candidate passes its trial in another folder, and a bad snippet is told with its line", async () => {
  const folder = join(site.folder, "candidate");
  await layCandidate(nginx.desire(site.topology, "local"), unit.verify?.files ?? [], folder);
  expect(verify(unit, folder)).toEqual({ exitCode: 0, output: "" });
  await makeFile(join(folder, "site.conf"), "nonsense on;\n");
  expect(verify(unit, folder)).toMatchObject({ exitCode: 1, output: expect.stringContaining("site.conf:1") });
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
    const answer = await get("/docs?a=1", { host: `www.foobar.localhost:${port}` });
    expect(answer).toMatchObject({
      status: 308,
      headers: { location: `http://www.foobar.localhost:${port}/docs/?a=1` },
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
    const answer = await get("/a%20b?c=%2F", { host: `${from}:${port}`, method: "POST" });
    expect(answer).toMatchObject({
      status: 308,
      headers: { location: `http://${to}:${port}/a%20b?c=%2F`, "x-frame-options": "DENY" },
    });
  });

  test.each(["www.foobar.com", "www.foobar.localhost", "localhost", "127.0.0.1", "[::1]", "mirror.example"])(
    "%s shows the site",
    async (host) => {
      expect((await get("/", { host: `${host}:${port}` })).status).toBe(200);
    },
  );

  test("IPv6 answers as well", async () => {
    expect((await get("/", { address: "::1" })).status).toBe(200);
  });
});

describe("the application", () => {
  test("hears the name that was used, and nothing a client made up", async () => {
    const forged = {
      "X-Forwarded-For": "6.6.6.6",
      "X-Forwarded-Host": "evil",
      "X-Request-Id": "mine",
      "X-Forwarded-Prefix": "/p",
      Forwarded: "for=6",
    };
    const heard = JSON.parse((await get("/app", { host: `www.foobar.com:${port}`, headers: forged })).body) as Record<
      string,
      string
    >;
    expect(heard).toMatchObject({
      host: `www.foobar.com:${port}`,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-host": `www.foobar.com:${port}`,
    });
    expect(heard["x-request-id"]).toMatch(/^[0-9a-f]{32}$/u);
    expect(heard).not.toHaveProperty("x-forwarded-prefix");
    expect(heard).not.toHaveProperty("forwarded");
  });

  test("both instances get work", async () => {
    for (const path of ["/1", "/2", "/3", "/4"]) await get(path);
    expect(instances.every(({ asked }) => asked.length > 0)).toBe(true);
  });

  test("bodies above maxBody are refused with a page", async () => {
    expect(await get("/upload", { method: "POST", body: Buffer.alloc(90 * 1024) })).toMatchObject({ status: 200 });
    const refused = await get("/upload", { method: "POST", body: Buffer.alloc(120 * 1024) });
    expect(refused).toMatchObject({ status: 413, headers: { "x-frame-options": "DENY", "cache-control": "no-store" } });
    expect(refused.body).toContain("Too large");
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

describe("the cache", () => {
  const offered = (name: string) => `/${name}?Cache-Control=${encodeURIComponent("s-maxage=60")}`;

  test("keeps what the application offers to shared caches, and nothing else", async () => {
    expect((await get(offered("kept"))).headers["x-cache"]).toBe("MISS");
    expect((await get(offered("kept"))).headers["x-cache"]).toBe("HIT");
    for (const path of [
      "/plain",
      "/aged?Cache-Control=max-age%3D60",
      "/expires?Expires=Thu%2C%2031%20Dec%202099%2023%3A59%3A59%20GMT",
    ]) {
      await get(path);
      expect((await get(path)).headers["x-cache"]).toBe("MISS");
    }
    await get("/accel?X-Accel-Expires=60");
    expect((await get("/accel?X-Accel-Expires=60")).headers["x-cache"]).toBe("HIT");
  });

  test("passes visitors by who could be somebody", async () => {
    await get(offered("passed"));
    for (const headers of [{ Cookie: "a=b" }, { Cookie: "0" }, { Authorization: "0" }, { Authorization: "Bearer x" }])
      expect((await get(offered("passed"), { headers })).headers["x-cache"]).toBe("BYPASS");
    await get(offered("never"), { headers: { Cookie: "a=b" } });
    expect((await get(offered("never"))).headers["x-cache"]).toBe("MISS");
  });

  test("tells names apart", async () => {
    await get(offered("named"));
    expect((await get(offered("named"), { host: "mirror.example" })).headers["x-cache"]).toBe("MISS");
  });

  test("never keeps a cookie, or what is private", async () => {
    for (const more of ["&Set-Cookie=a%3Db", "%2C%20private", "&Vary=*"]) {
      await get(offered("own") + more);
      expect((await get(offered("own") + more)).headers["x-cache"]).toBe("MISS");
    }
  });

  test("compresses answers for anonymous visitors only", async () => {
    const encoding = { "Accept-Encoding": "gzip" };
    expect((await get("/big", { headers: encoding })).headers["content-encoding"]).toBe("gzip");
    expect(
      (await get("/big", { headers: { ...encoding, Cookie: "a=b" } })).headers["content-encoding"],
    ).toBeUndefined();
  });
});

describe("when things stand still", () => {
  test("a switch of the current link is seen at once, without a reload", async () => {
    const sockets = await layRelease(site.place, "two", { "index.html": "second release" });
    const old = instances;
    await startInstances(sockets);
    await symlink(sockets, `${site.place.paths.current}.new`);
    await rename(`${site.place.paths.current}.new`, site.place.paths.current);
    await Promise.all(old.map((instance) => instance.close()));
    expect((await get("/")).body).toBe("second release");
    expect((await get("/app")).status).toBe(200);
  });

  test("maintenance closes and opens the site without a reload", async () => {
    const note = join(site.place.paths.etc, "maintenance");
    await writeFile(note, "{}");
    for (const question of [{}, { method: "POST", body: "x" }]) {
      const closed = await get("/", question);
      expect(closed).toMatchObject({
        status: 503,
        headers: { "retry-after": "120", "cache-control": "no-store", "x-frame-options": "DENY" },
      });
      expect(closed.body).toContain("Closed for maintenance");
    }
    expect((await get("/assets/old-0.js")).status).toBe(503);
    await rm(note);
    expect((await get("/")).status).toBe(200);
  });

  test("a setting changes by a reload that is over when it says so", async () => {
    const conf = join(site.place.paths.etc, "nginx/site.conf");
    const before = readFileSync(conf, "utf8");
    await writeFile(conf, before.replaceAll('X-Frame-Options "DENY"', 'X-Frame-Options "SAMEORIGIN"'));
    running.reload();
    expect((await get("/")).headers["x-frame-options"]).toBe("SAMEORIGIN");
    await writeFile(conf, "broken");
    expect(() => running.reload()).toThrow(/did not take/u);
    expect((await get("/")).status).toBe(200);
    await writeFile(conf, before);
    running.reload();
  });

  test("pages of a dead application: what it offered for that case, else the branded page", async () => {
    const lasting = `/lasting?Cache-Control=${encodeURIComponent("s-maxage=1, stale-if-error=600")}`;
    const kept = await get(lasting);
    await Promise.all(instances.map((instance) => instance.close()));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await get(lasting)).toMatchObject({ status: 200, body: kept.body, headers: { "x-cache": "STALE" } });
    for (const question of [{}, { method: "POST", body: "x" }, { headers: { Cookie: "a=b" } }]) {
      const down = await get("/app", question);
      expect(down).toMatchObject({ status: 502, headers: { "retry-after": "5", "cache-control": "no-store" } });
      expect(down.body).toContain("Back in a moment");
      expect(down.body).not.toMatch(/src=|https?:/u);
    }
    await makeFile(join(site.place.paths.releases, "two/static/502.html"), "the site's own page");
    expect(await get("/app")).toMatchObject({ status: 502, body: "the site's own page" });
    expect((await get("/")).status).toBe(200);
  });

  test("every request is a line of JSON", () => {
    const lines = readFileSync(join(site.place.paths.log, "access.log"), "utf8").trim().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.length).toBeGreaterThan(50);
    expect(entries.find(({ cache }) => cache === "HIT")).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/u),
      status: 200,
    });
    expect(entries.find(({ upstreamStatus }) => upstreamStatus === "502, 502")).toBeDefined();
  });
});

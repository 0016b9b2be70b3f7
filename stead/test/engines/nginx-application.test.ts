import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Question } from "../setup/ask.ts";
import { echo, startWebSite, type WebSite } from "../setup/web-site.ts";

let web: WebSite;
/** What the application answers with, unless it was asked for another. */
let status = 200;
const get = (path: string, question: Question = {}) => web.get(path, question);

beforeAll(async () => {
  const spec = {
    app: { start: "node server.js" },
    maxBody: "100kb",
    aliases: [{ name: "mirror.example", serve: true }],
    headers: { "X-Frame-Options": "DENY" },
  };
  web = await startWebSite(spec, {
    respond: (request, response) => (status === 200 ? echo(request, response) : response.writeHead(status).end()),
  });
});

afterAll(() => web?.close());

describe("the application", () => {
  test("hears the name that was used, and nothing a client made up", async () => {
    const forged = {
      "X-Forwarded-For": "6.6.6.6",
      "X-Forwarded-Host": "evil",
      "X-Request-Id": "mine",
      "X-Forwarded-Prefix": "/p",
      Forwarded: "for=6",
    };
    const heard = JSON.parse(
      (await get("/app", { host: `www.foobar.com:${web.port}`, headers: forged })).body,
    ) as Record<string, string>;
    expect(heard).toMatchObject({
      host: `www.foobar.com:${web.port}`,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-host": `www.foobar.com:${web.port}`,
    });
    expect(heard["x-request-id"]).toMatch(/^[0-9a-f]{32}$/u);
    expect(heard).not.toHaveProperty("x-forwarded-prefix");
    expect(heard).not.toHaveProperty("forwarded");
  });

  test("both instances get work", async () => {
    for (const path of ["/1", "/2", "/3", "/4"]) await get(path);
    expect(web.instances.every(({ asked }) => asked.length > 0)).toBe(true);
  });

  test("bodies above maxBody are refused with a page", async () => {
    expect(await get("/upload", { method: "POST", body: Buffer.alloc(90 * 1024) })).toMatchObject({ status: 200 });
    const refused = await get("/upload", { method: "POST", body: Buffer.alloc(120 * 1024) });
    expect(refused).toMatchObject({ status: 413, headers: { "x-frame-options": "DENY", "cache-control": "no-store" } });
    expect(refused.body).toContain("Too large");
  });
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

  test("a page that is gone is gone, whatever it offered for errors", async () => {
    const kept = encodeURIComponent("s-maxage=1, stale-if-error=600");
    expect((await get(`/post?Cache-Control=${kept}`)).status).toBe(200);
    await sleep(2100);
    status = 404;
    expect((await get(`/post?Cache-Control=${kept}`)).status).toBe(404);
    status = 200;
  });
});

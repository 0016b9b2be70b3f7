import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { freePorts } from "../setup/free-ports.ts";
import { startInstance } from "../setup/instance.ts";
import { layCandidate, makeFile } from "../setup/site-on-disk.ts";
import { verify } from "../setup/start-unit.ts";
import { echo, startWebSite, type WebSite } from "../setup/web-site.ts";

let web: WebSite | undefined;
const app = { start: "node server.js" };

const start = async (...words: Parameters<typeof startWebSite>): Promise<WebSite> => {
  web = await startWebSite(...words);
  return web;
};

afterEach(async () => {
  await web?.close();
  web = undefined;
});

test("rateLimit: what is too much gets 429 and a page; files are not counted", async () => {
  const { get } = await start(
    { app: { ...app, static: "public" }, rateLimit: { perSecond: 1, burst: 2 } },
    { files: { "a.txt": "a" } },
  );
  const statuses: number[] = [];
  for (let round = 0; round < 6; round++) statuses.push((await get("/")).status);
  expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
  expect(statuses.slice(3)).toEqual([429, 429, 429]);
  expect(await get("/")).toMatchObject({
    headers: { "retry-after": "2" },
    body: expect.stringContaining("One moment"),
  });
  for (let round = 0; round < 10; round++) expect((await get("/a.txt")).status).toBe(200);
});

test("sessionCookie: only that cookie keeps a request from the cache", async () => {
  const { get } = await start({ app: { ...app, sessionCookie: "__Host-sid" } });
  const path = `/page?Cache-Control=${encodeURIComponent("s-maxage=60")}`;
  await get(path);
  const asked = async (cookie: string) => (await get(path, { headers: { Cookie: cookie } })).headers["x-cache"];
  expect(await asked("theme=dark; other__Host-sid=1")).toBe("HIT");
  expect(await asked("theme=dark; __Host-sid=abc")).toBe("BYPASS");
  expect(await asked("__Host-sid=0")).toBe("BYPASS");
});

test("stale-while-revalidate: shown once more while a new one is fetched, and never after that time", async () => {
  const { get } = await start({ app });
  const path = `/page?Cache-Control=${encodeURIComponent("s-maxage=1, stale-while-revalidate=2")}`;
  const first = await get(path);
  // nginx counts whole seconds: after two, one is over for certain.
  await sleep(2100);
  expect(await get(path)).toMatchObject({ body: first.body, headers: { "x-cache": "STALE" } });
  await sleep(200);
  const second = await get(path);
  expect(second.body).not.toBe(first.body);
  await sleep(4500);
  expect((await get(path)).body).not.toBe(second.body);
});

test("port: instances come from the list that a release writes, by one reload that waits", async () => {
  const { get, site, running } = await start({ app: { ...app, port: true } }, { instances: 0 });
  expect((await get("/")).status).toBe(502);
  const ports = await freePorts(2);
  const instances = await Promise.all(ports.map((port) => startInstance(port, echo)));
  await makeFile(
    join(site.place.paths.etc, "nginx/upstream/servers.conf"),
    ports.map((port) => `server 127.0.0.1:${port} max_fails=0;\n`).join(""),
  );
  running.reload();
  for (const path of ["/1", "/2"]) expect((await get(path)).status).toBe(200);
  expect(instances.map(({ asked }) => asked.length)).toEqual([1, 1]);
  await Promise.all(instances.map((instance) => instance.close()));
});

test("snippets.nginx: a file of the user's own counts, and a mistake in it is told with its line", async () => {
  const text = 'location = /ping { return 200 "pong"; }\nadd_header X-Own yes always;\n';
  const { get, unit, desired, site } = await start(
    { app, snippets: { nginx: "own.conf" }, headers: { "X-Ours": "1" } },
    { text },
  );
  expect(await get("/ping")).toMatchObject({ body: "pong", headers: { "x-own": "yes", "x-ours": "1" } });
  const folder = join(site.folder, "candidate");
  await layCandidate(desired, unit.verify?.files ?? [], folder);
  await makeFile(join(folder, "snippet.conf"), "\n\nnonsense on;\n");
  expect(verify(unit, folder)).toMatchObject({ exitCode: 1, output: expect.stringContaining("snippet.conf:3") });
});

test("nginx stays silent: nothing in its log but what went wrong", async () => {
  const { get, running, site } = await start({ app, domain: "bücher.example" });
  await get("/", { host: "www.xn--bcher-kva.example" });
  expect(running.log()).toBe("");
  // The line is written when the answer is already here.
  await expect.poll(() => readFile(join(site.place.paths.log, "access.log"), "utf8")).toContain('"status":200');
});

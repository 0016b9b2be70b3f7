import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { siteSchema } from "../components/registry.ts";
import { parseSpec } from "../spec/parse.ts";
import type { Spec } from "../spec/spec.ts";
import { init } from "./init.ts";
import { readConfig } from "./read-config.ts";

const base = mkdtempSync(join(tmpdir(), "stead-init-"));
afterAll(() => rmSync(base, { recursive: true }));
let folders = 0;

/** A folder with these files in it, called `name`. */
const folderWith = (files: Readonly<Record<string, string | object>>, name = "shop"): string => {
  folders += 1;
  const folder = join(base, String(folders), name);
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
};

/** What `stead init` writes for such a folder, as `stead up` will read it. */
const settingsFor = async (files: Readonly<Record<string, string | object>>): Promise<Spec["settings"]> => {
  const folder = folderWith(files);
  init({ folder });
  return parseSpec((await readConfig({ folder })).value, "local", siteSchema).settings;
};

const server = 'require("http").createServer((q, s) => s.end("hello")).listen(process.env.PORT);';

describe("what is recognised", () => {
  test.each([
    ["only index.html", { "index.html": "hello" }, { static: "." }],
    ["index.html in public", { "public/index.html": "hello" }, { static: "public" }],
    ["a ten-line server", { "server.js": server }, { start: "node server.js" }],
    ["a server and its files", { "app.mjs": server, "public/a.css": "" }, { start: "node app.mjs", static: "public" }],
    [
      "the main file of package.json",
      { "package.json": { main: "./lib/run.js" }, "lib/run.js": server },
      { start: "node lib/run.js" },
    ],
    [
      "scripts",
      {
        "package.json": { scripts: { build: "tsc", start: "node dist/main.js" } },
        "src/main.ts": "app.listen(process.env.PORT)",
      },
      { build: "npm run build", start: "node dist/main.js" },
    ],
    [
      "a script with a shell's words",
      { "package.json": { scripts: { start: "A=b node x.js && true" } } },
      { start: "npm start" },
    ],
    [
      "a port made a number",
      { "server.js": "fastify.listen({ port: Number(process.env.PORT) })" },
      { start: "node server.js", port: true },
    ],
    [
      "parseInt",
      { "server.js": "const p = parseInt(process.env.PORT, 10); app.listen(p)" },
      { start: "node server.js", port: true },
    ],
    ["a plus", { "server.js": "app.listen(+process.env.PORT)" }, { port: true }],
    [
      "an option of listen",
      { "server.js": "const port = process.env.PORT; app.listen({ port, host: 'x' })" },
      { port: true },
    ],
    ["a health check", { "server.js": `app.get("/healthz", ok); ${server}` }, { health: "/healthz" }],
    [
      "a migration",
      { "package.json": { scripts: { start: "node x.js", migrate: "node migrate.js" } } },
      { migrate: "node migrate.js" },
    ],
    [
      "Next",
      { "package.json": { scripts: { build: "next build", start: "next start" }, dependencies: { next: "16.0.0" } } },
      { build: "npm run build", start: "next start -H 127.0.0.1", port: true },
    ],
    [
      "a generator",
      { "package.json": { scripts: { build: "vite build" }, devDependencies: { vite: "8.0.0" } }, "index.html": "x" },
      { build: "npm run build", static: "dist" },
    ],
  ])("%s", async (_what, files, app) => {
    expect((await settingsFor(files)).app).toMatchObject(app);
  });

  test("a port stays a socket where the program passes PORT on", async () => {
    expect((await settingsFor({ "server.js": "app.listen(process.env.PORT || 3000)" })).app?.port).toBe(false);
    expect((await settingsFor({ "server.js": "app.listen({ path: process.env.PORT })" })).app?.port).toBe(false);
  });

  test("a driver of MySQL brings a database, and nothing else does", async () => {
    const withDriver = { "package.json": { dependencies: { mysql2: "3.0.0" } }, "server.js": server };
    expect((await settingsFor(withDriver)).database).toMatchObject({ engine: "mariadb" });
    expect((await settingsFor({ "server.js": server })).database).toBeUndefined();
  });

  test("dependencies and tests do not count", async () => {
    const files = {
      "server.js": server,
      "node_modules/x/index.js": "Number(process.env.PORT)",
      "test/a.js": "+process.env.PORT",
    };
    expect((await settingsFor(files)).app?.port).toBe(false);
  });
});

test("a fixed port is told with the line to change", () => {
  const folder = folderWith({ "server.js": "\nhttp.createServer(handle).listen(3000);" });
  expect(init({ folder }).advice).toEqual([
    "server.js:2 listens on 3000: write listen(process.env.PORT ?? 3000) there.",
  ]);
});

test("an empty folder gets a first page", async () => {
  const folder = folderWith({});
  const done = init({ folder });
  expect(done.wrote).toEqual([join(folder, "public", "index.html")]);
  expect(readFileSync(done.wrote[0] ?? "", "utf8")).toContain("<h1>shop.test</h1>");
  expect((await readConfig({ folder })).value).toMatchObject({ app: { static: "public" } });
});

test("nothing is overwritten", () => {
  const folder = folderWith({ "stead.config.mjs": "mine" });
  expect(() => init({ folder })).toThrow("stead.config.mjs: is already there; init never overwrites. [USAGE]");
  expect(existsSync(join(folder, "stead.config.ts"))).toBe(false);
  expect(existsSync(join(folder, "public"))).toBe(false);
});

describe("the domain", () => {
  test.each([
    ["shop", "shop.test"],
    ["My Shop!", "my-shop.test"],
    ["Bäckerei", "backerei.test"],
    ["foobar.com", "foobar.com"],
    ["www.foobar.com", "foobar.com"],
    ["v1.2", "v1-2.test"],
    ["…", "site.test"],
  ])("of the folder %s is %s", (name, domain) => {
    expect(init({ folder: folderWith({ "index.html": "" }, name) }).domain).toBe(domain);
  });

  test("may be given", () => {
    const folder = folderWith({ "index.html": "" });
    expect(init({ folder, domain: "münchen.example" }).domain).toBe("münchen.example");
    expect(readFileSync(join(folder, "stead.config.ts"), "utf8")).toContain('domain: "münchen.example"');
  });

  test("is refused when it is none, before anything is written", () => {
    const folder = folderWith({});
    expect(() => init({ folder, domain: "https://x.com" })).toThrow('Write only the name: "x.com".');
    expect(existsSync(join(folder, "public"))).toBe(false);
  });
});

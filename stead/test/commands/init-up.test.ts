import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { freePorts } from "../setup/free-ports.ts";
import { runStead, type Ended } from "../setup/run-stead.ts";

/** Other people's websites: `stead init`, then `stead up`, with nothing else to do. */
let folder = "";

afterEach(async () => {
  await runStead(folder, ["down"]);
  const where = join(folder, ".stead/where");
  const home = existsSync(where) ? /^home (.+)$/mu.exec(readFileSync(where, "utf8"))?.[1] : undefined;
  rmSync(folder, { recursive: true, force: true });
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
});

const layOut = (files: Readonly<Record<string, string | object>>): void => {
  folder = mkdtempSync(join(tmpdir(), "their site "));
  chmodSync(folder, 0o755);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
};

/** Types both commands; the port of the website, or what went wrong. */
const initAndUp = async (
  seconds = 90,
): Promise<{ readonly http: number; readonly up: Ended; readonly config: string }> => {
  const made = await runStead(folder, ["init", "--domain", "foobar.com"]);
  expect(made.exitCode, made.stderr).toBe(0);
  const file = join(folder, "stead.config.ts");
  const config = readFileSync(file, "utf8");
  const [http = 0, dns = 0] = await freePorts(2);
  // Only so that tests do not meet on 8080.
  writeFileSync(file, config.replace("defineSite({", `defineSite({\n  ports: { http: ${http}, dns: ${dns} },`));
  return { http, up: await runStead(folder, ["up", "-d"], { seconds }), config };
};

const serves = async (text: RegExp, path = "/", seconds = 90): Promise<string> => {
  const { http, up, config } = await initAndUp(seconds);
  expect(up.exitCode, `${up.stdout}\n${up.stderr}`).toBe(0);
  const answer = await ask(http, path);
  expect(answer.body).toMatch(text);
  expect(answer.status).toBe(200);
  return config;
};

const tenLines = `
import { createServer } from "node:http";
const server = createServer((request, response) => response.end("<h1>Ten lines</h1>"));
server.listen(process.env.PORT ?? 3000);
process.on("SIGTERM", () => server.close());
`;

test("in a folder under git, nothing of Stead's own is offered for a commit", async () => {
  layOut({ "index.html": "<h1>Under git</h1>" });
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  await serves(/Under git/);
  const shown = execFileSync("git", ["status", "--porcelain"], { cwd: folder, encoding: "utf8" });
  expect(shown.trim().split("\n")).toEqual(["?? index.html", "?? stead.config.ts"]);
});

test("a folder with only index.html: a static site, no application, no database", async () => {
  layOut({ "index.html": "<h1>Only me</h1>" });
  await serves(/Only me/u);
  const { stdout } = await runStead(folder, ["status", "--json"]);
  const { hosts } = JSON.parse(stdout) as { hosts: { units: { name: string }[] }[] };
  const units = hosts.flatMap((host) => host.units.map(({ name }) => name));
  expect(units).toContain("nginx");
  expect(units.filter((name) => /^(?:app|mariadb)/u.test(name))).toEqual([]);
});

test("a ten-line server of node:http without dependencies", async () => {
  layOut({ "server.mjs": tenLines });
  expect(await serves(/Ten lines/u)).toContain('start: "node server.mjs"');
});

test("a package.json with build and start scripts", async () => {
  layOut({
    "package.json": {
      type: "module",
      scripts: { build: "mkdir -p dist && cp src/main.js dist/", start: "node dist/main.js" },
    },
    "src/main.js": tenLines,
    "public/a.css": "b { color: red }",
  });
  expect(await serves(/Ten lines/u)).toContain('build: "npm run build"');
});

test("Express", async () => {
  layOut({
    "package.json": { type: "module", scripts: { start: "node app.js" }, dependencies: { express: "5.3.0" } },
    "app.js": `
import express from "express";
const app = express();
app.get("/", (request, response) => response.send("<h1>Express on " + typeof process.env.PORT + "</h1>"));
app.get("/health", (request, response) => response.send("ok"));
app.listen(process.env.PORT || 3000);
`,
  });
  const config = await serves(/Express on string/u);
  expect(config).toContain('health: "/health"');
  expect(config).not.toContain("port: true");
});

test("Fastify, which makes a number of PORT", async () => {
  layOut({
    "package.json": { scripts: { start: "node server.js" }, dependencies: { fastify: "5.12.8" } },
    "server.js": `
const fastify = require("fastify")();
fastify.get("/", async () => ({ hello: "Fastify" }));
fastify.listen({ port: Number(process.env.PORT) || 3000 });
`,
  });
  expect(await serves(/"hello":"Fastify"/u)).toContain("port: true");
});

test("Next", async () => {
  layOut({
    "package.json": {
      private: true,
      scripts: { build: "next build", start: "next start" },
      dependencies: { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" },
    },
    "app/layout.js":
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }\n',
    "app/page.js": "export default function Page() { return <h1>Next here</h1>; }\n",
  });
  expect(await serves(/Next here/u, "/", 170)).toContain('start: "next start -H 127.0.0.1"');
});

test("one that listens on a port of its own: init says which line to change, and up names the port", async () => {
  const [own = 0] = await freePorts(1);
  layOut({ "server.mjs": `import { createServer } from "node:http";\ncreateServer().listen(${own});\n` });
  const made = await runStead(folder, ["init", "--domain", "foobar.com", "--json"]);
  expect(JSON.parse(made.stdout)).toMatchObject({
    advice: [`server.mjs:2 listens on ${own}: write listen(process.env.PORT ?? ${own}) there.`],
  });
  const [http, dns] = await freePorts(2);
  const quick = `ports: { http: ${http}, dns: ${dns} }, environments: { local: { app: { startTimeout: 2 } } },`;
  const file = join(folder, "stead.config.ts");
  writeFileSync(file, readFileSync(file, "utf8").replace("defineSite({", `defineSite({ ${quick}`));
  const up = await runStead(folder, ["up", "-d"]);
  expect(up.exitCode).toBe(5);
  expect(up.stderr).toContain("[RELEASE_LISTENS_ELSEWHERE]");
  expect(up.stderr).toContain(`:${own}`);
});

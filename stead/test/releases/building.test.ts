import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/operations/run.ts";
import { ask, type Answer } from "../setup/ask.ts";
import { openTrial, type Trial } from "./open-trial.ts";

let trial: Trial;
const style = `body { ${"color: black; ".repeat(100)} }\n`;
const start = { static: "public" };

beforeAll(async () => {
  trial = await openTrial("bare", { app: start, immutable: ["/assets/*"] }, false);
  trial.write({
    ".gitignore": "secret.txt\ndist/\n",
    "secret.txt": "not for releases",
    "public/style.css": style,
    "public/assets/app-1111.js": "first();".repeat(100),
    "public/robots.txt": "User-agent: *\n",
  });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "first");
  await trial.up();
});
afterAll(() => trial.close());

const git = (...words: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-C", trial.folder, ...words], {
    encoding: "utf8",
  });

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(trial.port, path, { host: "localhost", headers });

const released = async (): Promise<string> => {
  const { topology } = await trial.site();
  const [serving] = (await trial.releases()).filter((release) => release.serving);
  return join(topology.hosts["local"]?.paths.releases ?? "", serving?.id ?? "");
};

test("a release knows its commit, and whether the tree was dirty", async () => {
  const commit = git("rev-parse", "HEAD").trim();
  expect((await trial.releases())[0]).toMatchObject({ commit, dirty: false });
  trial.write({ "new.txt": "untracked" });
  const { release } = await trial.deploy();
  expect(release).toMatchObject({ commit, dirty: true });
});

test("it holds what git would show: untracked files too; ignored and deleted ones not", async () => {
  trial.write({ "gone.txt": "tracked for a moment", ".stead/own.txt": "Stead's own" });
  git("add", "gone.txt");
  execFileSync("rm", [join(trial.folder, "gone.txt")]);
  await trial.deploy();
  const app = join(await released(), "app");
  expect(existsSync(join(app, "new.txt"))).toBe(true);
  for (const name of ["secret.txt", "gone.txt", ".git", ".stead"])
    expect(existsSync(join(app, name)), name).toBe(false);
});

test("a release is read-only, and comes with the Node that runs it", async () => {
  const release = await released();
  expect(statSync(join(release, "app/server.mjs")).mode & 0o222).toBe(0);
  expect(statSync(join(release, "app")).mode & 0o022).toBe(0);
  const version = execFileSync(join(release, "node"), ["--version"], { encoding: "utf8" }).trim();
  expect(version).toBe(process.version);
});

test("static files are served compressed where that makes them smaller", async () => {
  const forms = {
    gzip: await get("/style.css", { "accept-encoding": "gzip" }),
    br: await get("/style.css", { "accept-encoding": "br" }),
  };
  for (const [form, answer] of Object.entries(forms)) {
    expect(answer.headers["content-encoding"]).toBe(form);
    expect(Number(answer.headers["content-length"])).toBeLessThan(style.length / 4);
  }
  expect((await get("/robots.txt", { "accept-encoding": "gzip" })).headers["content-encoding"]).toBeUndefined();
});

test("what did not change keeps its ETag over releases; what did gets another", async () => {
  const before = { style: (await get("/style.css")).headers.etag, robots: (await get("/robots.txt")).headers.etag };
  await seconds(1.1);
  trial.write({ "public/robots.txt": "User-agent: *\nAllow: /\n" });
  await trial.deploy();
  expect((await get("/style.css")).headers.etag).toBe(before.style);
  expect((await get("/style.css", { "if-none-match": before.style ?? "" })).status).toBe(304);
  expect((await get("/robots.txt")).headers.etag).not.toBe(before.robots);
});

test("fingerprinted files of older releases stay as long as their release", async () => {
  trial.write({ "public/assets/app-2222.js": "second();".repeat(100) });
  execFileSync("rm", [join(trial.folder, "public/assets/app-1111.js")]);
  await trial.deploy();
  expect((await get("/assets/app-1111.js")).body).toContain("first();");
  expect((await get("/assets/app-2222.js")).body).toContain("second();");
  for (let round = 0; round < 5; round += 1) await trial.deploy();
  const assets = (await trial.site()).topology.hosts["local"]?.paths.assets ?? "";
  expect(readdirSync(join(assets, "assets")).filter((name) => name.endsWith(".js"))).toEqual(["app-2222.js"]);
  expect((await get("/assets/app-2222.js")).body).toContain("second();");
});

test("the build runs in the copy, with the pinned Node, and its result is served", async () => {
  const build = "mkdir -p dist && cp -r public/. dist/ && node --version > dist/version.txt && touch built-here";
  trial.wish({ app: { ...start, build, static: "dist" } });
  await trial.deploy();
  expect((await get("/version.txt")).body.trim()).toBe(process.version);
  expect(existsSync(join(trial.folder, "built-here"))).toBe(false);
  expect(existsSync(join(trial.folder, "dist"))).toBe(false);
});

test("dependencies that are folders of the project's own are installed; development's are not released", async () => {
  const own = (name: string) => ({ name, version: "1.0.0", type: "module" });
  trial.write({
    "package.json": JSON.stringify({
      ...own("trial"),
      scripts: { postinstall: "cat needed.txt" },
      dependencies: { runs: "file:./packages/runs" },
      devDependencies: { builds: "file:./packages/builds" },
    }),
    "packages/runs/package.json": JSON.stringify(own("runs")),
    "packages/runs/index.js": "export const word = 'here';\n",
    "packages/builds/package.json": JSON.stringify(own("builds")),
    "needed.txt": "the project's own scripts see its files",
  });
  trial.wish({ app: { ...start, build: "test -d node_modules/builds && test -d node_modules/runs" } });
  await trial.deploy();
  const site = await trial.site();
  const command = "import('runs').then(({ word }) => process.exit(word === 'here' ? 7 : 1))";
  expect((await run(site, ["node", "-e", command])).exitCode).toBe(7);
  expect(existsSync(join(await released(), "app/node_modules/builds"))).toBe(false);
});

test("a site in a workspace takes along the workspaces it depends on, and installs once", async () => {
  const root = mkdtempSync(join(tmpdir(), "stead-workspace-"));
  const put = (name: string, value: object): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), JSON.stringify(value));
  };
  const own = (name: string, more: object = {}) => ({ name, version: "1.0.0", type: "module", ...more });
  put("package.json", { private: true, workspaces: ["apps/*", "packages/*"], scripts: { prepare: "exit 1" } });
  put("packages/ui/package.json", own("ui", { dependencies: { words: "1.0.0" } }));
  put("packages/words/package.json", own("words"));
  put("packages/other/package.json", own("other"));
  writeFileSync(join(root, "packages/words/index.js"), "export const word = 'from another workspace';\n");
  put("apps/web/package.json", own("web", { dependencies: { ui: "1.0.0" } }));
  const site = await openTrial("bare", { app: { watch: 1 } }, false, join(root, "apps/web"));
  try {
    execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: root,
      stdio: "ignore",
    });
    await site.up();
    const program = "import('words').then(({ word }) => process.exit(word === 'from another workspace' ? 7 : 1))";
    expect((await run(await site.site(), ["node", "-e", program])).exitCode).toBe(7);
    site.events.splice(0);
    await site.deploy();
    expect(site.events).toContainEqual({ kind: "note", step: "build", says: "Dependencies: unchanged" });
  } finally {
    await site.close();
    rmSync(root, { recursive: true, force: true });
  }
});

test("a static site serves its folder, less what builds it: no config, no dotfiles but .well-known", async () => {
  const site = await openTrial("bare", {}, false);
  try {
    site.write({
      "stead.config.mjs": readFileSync(join(site.folder, "stead.config.mjs"), "utf8").replace(
        /"app":\{[^}]*\}/u,
        '"app":{"static":"."}',
      ),
      "index.html": "<h1>Hello</h1>",
      ".env": "SECRET=1",
      ".well-known/security.txt": "Contact: mailto:me@example.org",
    });
    await site.up();
    const status = async (path: string): Promise<number> => (await ask(site.port, path, { host: "localhost" })).status;
    expect(await site.get()).toBe("<h1>Hello</h1>");
    expect(await site.get("/.well-known/security.txt")).toContain("Contact");
    for (const path of ["/stead.config.mjs", "/.env", "/package.json"]) expect(await status(path), path).toBe(404);
    site.write({ "index.html": "<h1>Hello again</h1>" });
    await site.deploy();
    expect(await site.get()).toBe("<h1>Hello again</h1>");
    await site.rollback();
    expect(await site.get()).toBe("<h1>Hello</h1>");
  } finally {
    await site.close();
  }
});

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

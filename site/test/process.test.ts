import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type PrivateMariaDb, startMariaDb } from "./setup/private-mariadb.ts";

const run = promisify(execFile);
const siteFolder = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "foobar-process-"));
const socketPath = join(folder, "1.sock");

let mariadb: PrivateMariaDb;
const started: ChildProcess[] = [];

beforeAll(async () => {
  await run("npm", ["run", "build"], { cwd: siteFolder });
  mariadb = await startMariaDb();
});
afterEach(() => started.splice(0).forEach((child) => child.kill("SIGKILL")));
afterAll(async () => {
  await mariadb?.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (program: string, environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [join(siteFolder, "dist", program)], {
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      DATABASE_URL: mariadb.appUrl,
      PORT: socketPath,
      ...environment,
    },
  });
  started.push(child);
  const output: string[] = [];
  child.stdout.on("data", (text) => output.push(String(text)));
  child.stderr.on("data", (text) => output.push(String(text)));
  return { child, said: () => output.join("") };
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const ask = (path: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({
      socketPath,
      path,
      method: form === undefined ? "GET" : "POST",
      headers: {
        host: "www.foobar.com",
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
    });
    sent.on("error", reject);
    sent.on("response", (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() }),
      );
    });
    sent.end(form === undefined ? undefined : new URLSearchParams(form).toString());
  });

/** Milliseconds until `path` answered with `status`. */
const until = async (path: string, status: number, patience = 15_000): Promise<number> => {
  const from = performance.now();
  while (performance.now() - from < patience) {
    const answer = await ask(path).catch(() => undefined);
    if (answer?.status === status) return performance.now() - from;
    await sleep(10);
  }
  throw new Error(`${path} did not answer ${status} within ${patience} ms.`);
};

const ended = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? ((await once(child, "exit")) as [number | null])[0];

test("alive before it is ready: without its migrations it answers, and takes no visitors", async () => {
  const { child } = start("main.js");
  const took = await until("/livez", 200);
  console.info(`alive after ${Math.round(took)} ms`);
  const health = await ask("/healthz");
  expect(health.status).toBe(503);
  const migration = await run(process.execPath, [join(siteFolder, "dist/migrate.js")], {
    env: { ...process.env, DATABASE_URL: mariadb.migrateUrl },
  });
  expect(migration.stdout).toContain("Applied 001-accounts");
  await until("/healthz", 200);
  child.kill("SIGTERM");
  expect(await ended(child)).toBe(0);
});

test("asked to end, it answers everybody who is waiting, then is gone with 0", async () => {
  const { child } = start("main.js");
  await until("/healthz", 200);
  // Hashing takes its turn, so these are still waiting when the signal comes.
  const waiting = Array.from({ length: 12 }, (_, index) =>
    ask("/register", { username: `drained-${index}`, password: "correct horse battery" }),
  );
  await sleep(60);
  child.kill("SIGTERM");
  const answers = await Promise.all(waiting);
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 12 }, () => 303));
  expect(answers.filter((answer) => answer.headers.connection !== "close")).toEqual([]);
  expect(await ended(child)).toBe(0);
  await expect(ask("/livez")).rejects.toThrow();
});

test("without the database: 503 with the text kept, and all is well when it is back", async () => {
  const { child, said } = start("main.js");
  await until("/healthz", 200);
  const registered = await ask("/register", { username: "patient", password: "correct horse battery" });
  const cookie = String(registered.headers["set-cookie"]?.[0]).split(";", 1)[0] ?? "";
  await mariadb.stop();
  await until("/healthz", 503);
  expect((await ask("/livez")).status).toBe(200);
  const page = await ask("/");
  expect(page.status).toBe(503);
  expect(page.headers["cache-control"]).toBe("private, no-store");
  expect(page.headers["retry-after"]).toBe("5");
  expect(page.body).toContain("We will be right back");
  const post = await ask("/write", { title: "T", body: "Long & <dear>" }, { cookie });
  expect(post.status).toBe(503);
  expect(post.body).toContain("Long &amp; &lt;dear&gt;");
  await mariadb.start();
  await until("/healthz", 200);
  expect((await ask("/write", { title: "T", body: "Long & <dear>" }, { cookie })).status).toBe(303);
  expect(said()).not.toContain("app-secret");
  child.kill("SIGTERM");
  expect(await ended(child)).toBe(0);
});

test("the log: one line of JSON for each request, with the proxy's id and nothing secret", async () => {
  const { child, said } = start("main.js", { STEAD_RELEASE: "release-7" });
  await until("/healthz", 200);
  const answer = await ask(
    "/log-in?next=/secret-place",
    { username: "patient", password: "correct horse battery" },
    { "x-request-id": "0123456789abcdef", "x-real-ip": "203.0.113.5" },
  );
  const token = /sid=([\w-]+)/.exec(String(answer.headers["set-cookie"]))?.[1] ?? "none";
  child.kill("SIGTERM");
  await ended(child);
  const lines = said()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const logged = lines.filter((line) => line["request"] === "0123456789abcdef");
  expect(logged.map(({ msg, status, path, release }) => ({ msg, status, path, release }))).toContainEqual({
    msg: "answered",
    status: 303,
    path: "/log-in",
    release: "release-7",
  });
  for (const secret of ["correct horse", token, "secret-place", "203.0.113.5"]) expect(said()).not.toContain(secret);
});

test("the worker counts, and ends when asked; an operator is made by name", async () => {
  const app = start("main.js");
  const worker = start("worker.js");
  await until("/healthz", 200);
  const registered = await ask("/register", { username: "commenter", password: "correct horse battery" });
  const cookie = String(registered.headers["set-cookie"]?.[0]).split(";", 1)[0] ?? "";
  const post = await ask("/write", { title: "Counted", body: "x" }, { cookie });
  const path = String(post.headers.location);
  await ask(`/p/${path.split("/")[2]}/comments`, { body: "One" }, { cookie });
  const from = performance.now();
  while (!(await ask("/")).body.includes(`${path}#comments">1 comment<`)) {
    expect(performance.now() - from).toBeLessThan(10_000);
    await sleep(100);
  }
  worker.child.kill("SIGTERM");
  expect(await ended(worker.child)).toBe(0);

  const grant = (name: string) =>
    run(process.execPath, [join(siteFolder, "dist/grant-operator.js"), name], {
      env: { ...process.env, DATABASE_URL: mariadb.appUrl },
    });
  expect((await grant("Commenter")).stdout).toContain("is now an operator");
  await expect(grant("nobody-at-all")).rejects.toThrow("There is no user called");
  expect((await ask("/write", undefined, { cookie })).status).toBe(401);
  app.child.kill("SIGTERM");
  expect(await ended(app.child)).toBe(0);
});

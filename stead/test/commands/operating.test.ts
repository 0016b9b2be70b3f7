import { spawn, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import nodemailer from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { makeSiteFolder, type SiteFolder } from "../setup/site-folder.ts";

/** What an operator does with a running site: looks into its logs, its database and its mail, closes it for a while. */
const server = `
import { createServer } from "node:http";
console.log("listening without telling the time");
createServer((request, response) => {
  console.log(JSON.stringify({ level: 40, time: Date.now(), msg: "asked for " + request.url, request: request.headers["x-request-id"] }));
  response.end(process.env.SMTP_URL);
}).listen(process.env.PORT);
process.on("SIGTERM", () => process.exit(0));
`;

const program = resolve(import.meta.dirname, "../../bin/stead.mjs");
let site: SiteFolder;

beforeAll(async () => {
  site = await makeSiteFolder({
    domain: "foobar.com",
    app: { start: "node server.mjs", watch: 0, drain: 1, env: { COLOUR: "red" } },
    database: { engine: "mariadb" },
    cron: {
      tidy: { run: "echo tidied $COLOUR", at: "0 0 1 1 *" },
      broken: { run: "echo it broke; exit 3", at: "0 0 1 1 *" },
    },
  });
  site.write("server.mjs", server);
  await site.stead("up", "-d");
});

afterAll(() => site.close());

/** With something on standard input. */
const feed = (input: string, ...words: readonly string[]) =>
  spawnSync(process.execPath, [program, ...words], { cwd: site.folder, input, encoding: "utf8" });

test("one request's way through all logs", async () => {
  const { headers } = await ask(site.http, "/one-way", { host: "localhost" });
  const id = String(headers["x-request-id"]);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  const { stdout } = await site.run("logs", "--request", id);
  const lines = stdout.trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(stdout).toMatch(/request +200 GET +\/one-way/);
  expect(stdout).toMatch(/app\.\d +warning asked for \/one-way/);
});

test("logs of one component, a number of lines, and as JSON", async () => {
  const app = (await site.run("logs", "app")).stdout;
  expect(app).toContain("listening without telling the time");
  expect(app).not.toContain("mariadb");
  const { stdout } = await site.run("logs", "mariadb", "-n", "3", "--json");
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { component: string });
  expect(lines.map(({ component }) => component)).toEqual(["mariadb", "mariadb", "mariadb"]);
  expect((await site.run("logs", "mariabd")).stderr).toContain("Did you mean mariadb?");
});

test("logs -f goes on with what is new, until Ctrl-C, which is no failure", async () => {
  const child = spawn(process.execPath, [program, "logs", "-f", "-n", "0"], {
    cwd: site.folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  const ended = new Promise((done) => child.once("close", done));
  for (let left = 100; left > 0 && !said.includes("/followed"); left -= 1) {
    await ask(site.http, "/followed", { host: "localhost" });
    await sleep(100);
  }
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(said).toContain("asked for /followed");
});

test("db: SQL from standard input, in the site's own database; its end is the shell's", () => {
  const { stdout, status } = feed("SELECT DATABASE();\n", "db");
  expect(status).toBe(0);
  expect(stdout).toContain("foobar_com");
  expect(feed("SELECT nonsense FROM nowhere;\n", "db").status).toBe(1);
});

test("run: a command in the release's environment, with its input and its end", () => {
  const { stdout, status } = feed("typed", "run", "--", "sh", "-c", 'cat; echo " $COLOUR $NODE_ENV"; exit 7');
  expect(stdout).toBe("typed red production\n");
  expect(status).toBe(7);
});

test("console: a shell in the release, with its input and its end", () => {
  const { stdout, status } = feed("echo $COLOUR $PORT; ls server.mjs; exit 4\n", "console");
  expect(stdout).toBe("red\nserver.mjs\n");
  expect(status).toBe(4);
});

test("cron: a job is run now, its end and its last result are told, a bad end with its words", async () => {
  expect((await site.run("cron", "list")).stdout).toMatch(/tidy +0 0 1 1 \* +has not run yet +next/u);
  const { result } = JSON.parse(
    (await site.run("cron", "run", "tidy", "--json")).stdout.trim().split("\n").at(-1) ?? "",
  ) as { result: object };
  expect(result).toMatchObject({ name: "tidy", host: "local", run: { result: "exit status 0" } });
  expect((await site.run("logs", "cron-tidy")).stdout).toContain("tidied red");
  const broken = await site.run("cron", "run", "broken");
  expect([broken.exitCode, broken.stderr]).toEqual([
    1,
    expect.stringMatching(/exit status 3 .*JOB_FAILED[^]*it broke/u),
  ]);
  expect((await site.run("status")).stdout).toMatch(/cron-broken@[^●]*last run [^●]*exit status 3/u);
  expect((await site.run("cron", "run", "tydy")).stderr).toContain('Did you mean "tidy"?');
});

test("maintenance closes the site at once, says who and why, stays through up, and opens it again", async () => {
  expect((await site.run("maintenance", "on", "--why", "moving house")).stdout).toContain(
    "Visitors see the maintenance page.",
  );
  expect((await site.get()).status).toBe(503);
  await site.stead("up", "-d");
  expect((await site.get()).status).toBe(503);
  expect((await site.run("status")).stdout).toMatch(/In maintenance since .+, by .+: moving house/);
  expect(await site.stead("maintenance", "on")).toMatchObject({
    result: { on: true, changed: false, maintenance: { why: "moving house" } },
  });
  expect((await site.run("maintenance", "off")).stdout).toContain("Visitors see the site again.");
  expect((await site.get()).status).toBe(200);
  expect(await site.stead("maintenance", "off")).toMatchObject({ result: { changed: false } });
});

test("mail that the application sends is caught, listed, shown, and outlives down", async () => {
  const client = nodemailer.createTransport((await site.get()).body);
  await client.sendMail({
    from: "shop@foobar.com",
    to: "ada@example.org",
    subject: "Grüße",
    text: "Your order is on its way.",
  });
  client.close();
  const list = (await site.stead("mail")) as readonly object[];
  expect(list).toMatchObject([{ number: 1, from: "shop@foobar.com", to: "ada@example.org", subject: "Grüße" }]);
  expect((await site.run("mail")).stdout).toMatch(/1 +20\d\d-.+shop@foobar.com +ada@example.org +Grüße/);
  expect((await site.run("mail", "show", "1")).stdout).toContain("Your order is on its way.");
  const missing = await site.run("mail", "show", "2");
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain("1 message can be shown");
  await site.stead("down");
  expect(await site.stead("mail")).toHaveLength(1);
});

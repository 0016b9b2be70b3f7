import { createConnection } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Question } from "../setup/ask.ts";
import { echo, startWebSite, type WebSite } from "../setup/web-site.ts";

/** Visitors who mean harm, and settings with all that a configuration could stumble over. */
const headers = {
  "X-Quotes": `"; } add_header X-Injected yes; location /x { return 200 '$host`,
  "#'$|`": "an odd name is a name",
  "X-Dollar": "$remote_addr ${host}",
};
const redirects = {
  '/q";return{injected};': "/there",
  "/d/*": "https://example.org/$host;{}/*",
};

let web: WebSite;
const get = (path: string, question: Question = {}) => web.get(path, question);

beforeAll(async () => {
  const spec = {
    app: { start: "node server.js", static: "public" },
    headers,
    redirects,
    snippets: { nginx: "own.conf" },
  };
  web = await startWebSite(spec, {
    respond: echo,
    files: { "index.html": "start", "page.txt": "page", ".env": "SECRET=1", ".well-known/x": "public" },
    text: `location /inside/ { internal; return 200 "for the application's eyes"; }\n`,
  });
});
afterAll(() => web?.close());

/** Sends bytes as they are; all that came back until nginx closed. */
const send = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    let said = "";
    const socket = createConnection({ host: "127.0.0.1", port: web.port }, () => socket.write(bytes));
    socket.setEncoding("latin1").setTimeout(5000, () => socket.destroy());
    socket.on("data", (text: string) => (said += text));
    // A reset is an end, too.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(said));
  });

const known = "Host: www.foobar.com\r\n";

describe("what is no proper request", () => {
  test.each([
    ["a path above the root", `GET /../../etc/passwd HTTP/1.1\r\n${known}\r\n`],
    ["a path with a zero byte", `GET /page.txt%00.html HTTP/1.1\r\n${known}\r\n`],
    ["the same for a name that is nobody's", "GET /../x HTTP/1.1\r\nHost: evil.example\r\n\r\n"],
    ["a line that is too long", `GET /${"a".repeat(20_000)} HTTP/1.1\r\n${known}\r\n`],
    ["a wish for a tunnel", `CONNECT www.foobar.com:80 HTTP/1.1\r\n${known}\r\n`],
    ["an asterisk", `OPTIONS * HTTP/1.1\r\n${known}\r\n`],
    ["no name", "GET / HTTP/1.1\r\n\r\n"],
    ["no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n"],
  ])("%s gets no answer at all", async (_says, bytes) => {
    expect(await send(bytes)).toBe("");
  });

  test.each([
    ["two lengths", "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    [
      "a length and chunks",
      "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
    ],
    ["two names", "Host: evil.example\r\n\r\n"],
    ["a space before the colon", "X-Forwarded-For : 6.6.6.6\r\n\r\n"],
  ])("%s: the application never hears of it", async (_says, rest) => {
    const before = web.instances.flatMap(({ asked }) => asked).length;
    expect(await send(`POST /x HTTP/1.1\r\n${known}${rest}`)).toMatch(/^HTTP\/1\.1 400 /u);
    expect(web.instances.flatMap(({ asked }) => asked)).toHaveLength(before);
  });

  test("none of it fills the log", () => {
    expect(web.running.log()).toBe("");
  });
});

test("headers that applications believe go no further", async () => {
  const forged = Object.fromEntries(
    ["X-Host", "X-Forwarded-User", "Remote-User", "Cf-Connecting-Ip", "X-Accel-Mapping", "X_Forwarded_For"].map(
      (name) => [name, "evil"],
    ),
  );
  expect((await get("/app", { headers: forged })).body).not.toContain("evil");
});

test.each(["/.env", "/%2eenv", "//.env", "/.well-known/../.env", "/.well-known/%2e%2e/.env"])(
  "%s is no file",
  async (path) => {
    expect((await get(path)).body).not.toContain("SECRET");
  },
);

describe("X-Accel-Redirect, which nginx takes from the application", () => {
  test("leads to a place of the snippet that no visitor reaches", async () => {
    expect((await get("/app?X-Accel-Redirect=/inside/x")).body).toBe("for the application's eyes");
    expect((await get("/inside/x")).body).not.toContain("eyes");
  });

  test.each(["/.env", "/../static.json", "/../../../../etc/passwd"])("leads to no file: %s", async (path) => {
    const { body } = await get(`/app?X-Accel-Redirect=${encodeURIComponent(path)}`);
    expect(body).not.toMatch(/SECRET|root:|page\.txt/u);
  });
});

test("settings are text, whatever is in them", async () => {
  const answer = await get("/page.txt");
  expect(answer).toMatchObject({ status: 200, body: "page" });
  for (const [name, value] of Object.entries(headers)) expect(answer.headers[name.toLowerCase()]).toBe(value);
  expect(answer.headers).not.toHaveProperty("x-injected");
  expect(await get(encodeURI('/q";return{injected};'))).toMatchObject({
    status: 308,
    headers: { location: expect.stringMatching(/\/there$/u) },
  });
  expect((await get("/d/x")).headers.location).toBe("https://example.org/$host;%7B%7D/x");
});

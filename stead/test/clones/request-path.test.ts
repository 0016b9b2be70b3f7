import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Resolver } from "node:dns/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../setup/ask.ts";
import { freshClone, type FreshClone } from "../setup/fresh-clone.ts";

/** The way of a request to www.foobar.com itself, as `npm start` brings it up: names, web server, application, database. */
let base: string;
let clone: FreshClone;
let http: number;
let dns: Resolver;

/** proc_pid_net(5): a machine without IPv6 has no such file. */
const addresses = ["127.0.0.1", ...(existsSync("/proc/net/if_inet6") ? ["::1"] : [])];

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "stead-path-"));
  clone = freshClone(join(base, "stead"));
  ({ http } = await clone.start());
  const ports = JSON.parse(readFileSync(join(clone.where().home, "etc/ports.json"), "utf8")) as { dns: number };
  dns = new Resolver();
  dns.setServers([`127.0.0.1:${ports.dns}`]);
});

afterAll(async () => {
  await clone?.remove();
  rmSync(base, { recursive: true, force: true });
});

describe("names", () => {
  test("the real way: ask Knot for www.foobar.com, follow the CNAME, connect to the address, get the page", async () => {
    const [apex = ""] = await dns.resolveCname("www.foobar.com");
    expect(apex).toBe("foobar.com");
    const found = [...(await dns.resolve4(apex)), ...(addresses.length > 1 ? await dns.resolve6(apex) : [])];
    expect(found).toEqual(addresses);
    for (const address of found) {
      const page = await ask(http, "/about", { address, host: `www.foobar.com:${http}` });
      expect(page.status).toBe(200);
      expect(page.body).toContain("Foobar");
    }
  });

  test("a resolver that asks for the address of www gets it at once", async () => {
    expect(await dns.resolve4("www.foobar.com")).toEqual(["127.0.0.1"]);
  });

  test("the zone says who answers for it, as the file does that one can read", async () => {
    const [server = ""] = await dns.resolveNs("foobar.com");
    expect(await dns.resolve4(server)).toEqual(["127.0.0.1"]);
    expect((await dns.resolveSoa("foobar.com")).nsname).toBe(server);
    expect(readFileSync(join(clone.where().home, "etc/knot/foobar.com.zone"), "utf8")).toMatch(
      /^www +3600 +CNAME +@$/mu,
    );
  });

  test("it answers for no other domain, and a name that is not there is not there", async () => {
    await expect(dns.resolve4("example.org")).rejects.toMatchObject({ code: "EREFUSED" });
    await expect(dns.resolve4("nowhere.foobar.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});

describe.each(addresses)("at the address %s", (address) => {
  const own = ["localhost", "127.0.0.1", "[::1]", "www.foobar.localhost", "www.foobar.com", "WWW.FooBar.Com"];

  test.each(own)("%s shows the site, with and without the port", async (name) => {
    for (const host of [name, `${name}:${http}`])
      expect((await ask(http, "/about", { address, host })).status).toBe(200);
  });

  test.each([
    ["foobar.com", "www.foobar.com"],
    ["foobar.localhost", "www.foobar.localhost"],
  ])("%s leads to %s, the same page at the same port", async (apex, www) => {
    const answer = await ask(http, "/about?a=b", { address, host: `${apex}:${http}` });
    expect([answer.status, answer.headers.location]).toEqual([308, `http://${www}:${http}/about?a=b`]);
  });

  test.each(["evil.example", "foobar.com.evil.example", "192.0.2.7", ""])(
    "the host %j gets not one byte",
    async (host) => {
      expect(await bytesFrom(address, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toBe(0);
    },
  );
});

/** How many bytes come back until the connection is closed, in order or not. */
const bytesFrom = (address: string, text: string): Promise<number> =>
  new Promise((resolve) => {
    let count = 0;
    const socket = connect(http, address, () => socket.write(text));
    socket.on("data", (part: Buffer) => (count += part.length));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(count));
  });

describe("a fingerprinted file", () => {
  let path: string;

  beforeAll(async () => {
    path = /href="(\/assets\/[^"]+\.css)"/u.exec((await ask(http, "/about")).body)?.[1] ?? "";
  });

  test.each([
    ["br", brotliDecompressSync],
    ["gzip", gunzipSync],
  ])("comes compressed with %s, and is what it is without", async (encoding, decompress) => {
    const plain = await raw(path, {});
    const packed = await raw(path, { "Accept-Encoding": encoding });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(packed.headers["content-encoding"]).toBe(encoding);
    expect(packed.headers["vary"]).toBe("Accept-Encoding");
    expect(packed.body.length).toBeLessThan(plain.body.length / 2);
    expect(decompress(packed.body).equals(plain.body)).toBe(true);
  });

  test("is kept for good, and known again by its ETag", async () => {
    const { headers } = await ask(http, path);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const again = await ask(http, path, { headers: { "If-None-Match": headers.etag ?? "none" } });
    expect([again.status, again.body]).toEqual([304, ""]);
  });
});

const raw = (path: string, headers: Readonly<Record<string, string>>) =>
  new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const options = { port: http, path, headers: { Host: "localhost", ...headers }, agent: false };
    const asked = request(options, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
    });
    asked.on("error", reject).end();
  });

describe("behind the web server", () => {
  test("a request's line of JSON tells its id, the instance that answered, and what the cache did", async () => {
    const answers = [await ask(http, "/about?log"), await ask(http, "/about?log"), await ask(http, "/log-in?log")];
    const logged = answers.map(({ headers }) => lineOf(String(headers["x-request-id"])));
    expect(logged).toMatchObject([
      { status: 200, uri: "/about?log", upstream: expect.stringMatching(instance) as string, cache: "MISS" },
      { status: 200, uri: "/about?log", upstream: "", cache: "HIT" },
      { status: 200, uri: "/log-in?log", upstream: expect.stringMatching(instance) as string, cache: "MISS" },
    ]);
    expect(new Set(logged.map(({ id }) => id)).size).toBe(3);
  });

  test("two instances share the work", async () => {
    for (let count = 0; count < 20; count += 1) await ask(http, `/log-in?share=${count}`);
    const used = accessLog().flatMap(({ uri, upstream }) => (uri.startsWith("/log-in?share") ? upstream : []));
    expect(new Set(used.map((path) => path.split("/").at(-1)))).toEqual(new Set(["1.sock", "2.sock"]));
  });

  test("the application's account reads and writes rows of its own database, over the socket, and no more", async () => {
    const { stdout, stderr } = await clone.type(
      ["npx", "stead", "run", "--", "node", "--input-type=module", "-e", showGrants],
      "site",
    );
    const shown = JSON.parse(stdout || stderr) as { grants: string[]; user: string; network: string };
    expect(shown.grants.map((grant) => grant.replace(/ IDENTIFIED .*$/u, "").replaceAll("`", ""))).toEqual([
      `GRANT USAGE ON *.* TO ${shown.user}`,
      `GRANT ${rights} ON foobar\\_com.* TO ${shown.user}`,
    ]);
    expect(shown.user).toMatch(/@localhost$/u);
    expect(shown.network).toBe("ON");
  });
});

const instance = /^unix:.+\/current\/[12]\.sock$/u;

interface Logged {
  readonly id: string;
  readonly uri: string;
  readonly upstream: string;
}

const accessLog = (): readonly Logged[] =>
  readFileSync(join(clone.where().home, "log/access.log"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Logged);

const lineOf = (id: string): Logged => accessLog().find((line) => line.id === id) ?? { id, uri: "", upstream: "" };

/** Rows, and nothing that outlives the connection otherwise: no table is made, changed or dropped. */
const rights = "SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, SHOW VIEW";

/** As the application itself speaks with its database. */
const showGrants = `
import { createConnection } from "mysql2/promise";
const connection = await createConnection(process.env.DATABASE_URL);
const [grants] = await connection.query("SHOW GRANTS");
const [[{ user, network }]] = await connection.query("SELECT CURRENT_USER() AS user, CAST(@@skip_networking AS CHAR) AS network");
console.log(JSON.stringify({ grants: grants.map((row) => Object.values(row)[0]), user, network }));
await connection.end();
`;

import { afterAll, beforeAll, expect, test } from "vitest";
import { startSite, type TestSite } from "./setup/site.ts";
import { PASSWORD, posted, registered, visitor } from "./setup/visitor.ts";

const SHARED = "s-maxage=1, stale-while-revalidate=1, stale-if-error=600";
const PRIVATE = "private, no-store";

let site: TestSite;
let path: string;
beforeAll(async () => {
  site = await startSite();
  path = await posted(await registered(site.server, "writer"), "Shared by all");
});
afterAll(() => site.close());

test("what everybody may see is offered to caches, and not sent twice", async () => {
  const guest = visitor(site.server);
  for (const address of [
    "/",
    path,
    "/u/writer",
    "/about",
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/nothing-here",
  ]) {
    const answer = await guest.get(address);
    expect({ address, cache: answer.headers["cache-control"] }).toEqual({ address, cache: SHARED });
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
  const first = await guest.get(path);
  const again = await guest.get(path, { "if-none-match": String(first.headers.etag) });
  expect(again.statusCode).toBe(304);
  expect(again.body).toBe("");
  expect(again.headers["content-security-policy"]).toBeDefined();
});

test("what one visitor sees is kept by nobody, even with a dead session's cookie", async () => {
  const member = await registered(site.server, "reader");
  const dead = visitor(site.server);
  dead.cookies.set("sid", "long-gone");
  const secure = visitor(site.server);
  secure.cookies.set("__Host-sid", "long-gone");
  for (const someone of [member, dead, secure]) {
    for (const address of ["/", path, "/about", "/feed.atom", "/nothing-here"]) {
      const answer = await someone.get(address);
      expect({ address, cache: answer.headers["cache-control"] }).toEqual({ address, cache: PRIVATE });
      expect(answer.headers.etag).toBeUndefined();
    }
  }
  const guest = visitor(site.server);
  for (const address of ["/register", "/log-in", "/contact", "/write", "/healthz", "/livez"]) {
    expect({ address, cache: (await guest.get(address)).headers["cache-control"] }).toEqual({
      address,
      cache: PRIVATE,
    });
  }
  expect((await guest.post("/log-in", { username: "x", password: "y" })).headers["cache-control"]).toBe(PRIVATE);
});

test("every status carries the security headers, and TLS adds its own", async () => {
  const guest = visitor(site.server);
  const answers = [
    await guest.get("/"),
    await guest.get(`/p/${path.split("/")[2]}`),
    await guest.get("/nothing-here"),
    await guest.get("/write"),
    await guest.post("/log-in", {}),
    await guest.post("/log-in", {}, { "sec-fetch-site": "cross-site" }),
    await guest.post("/log-in", {}, { "content-type": "application/json" }),
    await guest.get("/favicon.svg"),
  ];
  expect(answers.map((answer) => answer.statusCode)).toEqual([200, 301, 404, 401, 422, 403, 415, 200]);
  for (const { headers } of answers) {
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; (?!.*unsafe).*frame-ancestors 'none'$/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("strict-origin-when-cross-origin");
    expect(headers["strict-transport-security"]).toBeUndefined();
  }
  const tls = await guest.get("/", { "x-forwarded-proto": "https" });
  expect(tls.headers["strict-transport-security"]).toBe("max-age=63072000; includeSubDomains");
});

test("the cookie: host-bound and secure with TLS, plain without, never for scripts", async () => {
  const plain = visitor(site.server);
  const overHttp = await plain.post("/log-in", { username: "writer", password: PASSWORD });
  expect(overHttp.headers["set-cookie"]).toMatch(/^sid=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/);
  const tls = visitor(site.server);
  const overTls = await tls.post(
    "/log-in",
    { username: "writer", password: PASSWORD },
    { "x-forwarded-proto": "https" },
  );
  expect(overTls.headers["set-cookie"]).toMatch(
    /^__Host-sid=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const gone = await plain.post("/log-out", {});
  expect(gone.headers["clear-site-data"]).toBe('"cache", "storage"');
  expect(plain.cookies.size).toBe(0);
});

test("the token in the cookie is not in the database, and logging in changes it", async () => {
  const member = visitor(site.server);
  await member.post("/log-in", { username: "writer", password: PASSWORD });
  const token = member.cookies.get("sid") ?? "";
  const rows = await site.db.selectFrom("sessions").selectAll().execute();
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.token_hash).toHaveLength(32);
    expect(row.token_hash.equals(Buffer.from(token, "base64url"))).toBe(false);
  }
  await member.post("/log-in", { username: "writer", password: PASSWORD });
  expect(member.cookies.get("sid")).not.toBe(token);
  const old = visitor(site.server);
  old.cookies.set("sid", token);
  expect((await old.get("/account")).statusCode).toBe(401);
});

test("nothing changes when another site sends the form, on any address", async () => {
  const member = await registered(site.server, "target");
  const own = await posted(member, "Stays");
  const id = own.split("/")[2] ?? "";
  const forged: readonly Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "http://www.foobar.com" },
    { origin: "http://evil.example" },
    { origin: "null" },
    {},
  ];
  const cookie = `sid=${member.cookies.get("sid")}`;
  for (const headers of forged) {
    for (const url of [
      "/write",
      `/p/${id}/edit`,
      `/p/${id}/delete`,
      `/p/${id}/comments`,
      "/account/bio",
      "/log-out",
      "/contact",
    ]) {
      const answer = await site.server.inject({
        method: "POST",
        url,
        headers: { host: "www.foobar.com", cookie, "content-type": "application/x-www-form-urlencoded", ...headers },
        payload: "title=x&body=y&bio=z&name=a&email=a%40b.example&version=1",
      });
      expect({ url, headers, status: answer.statusCode }).toEqual({ url, headers, status: 403 });
    }
  }
  expect((await member.get(own)).statusCode).toBe(200);
  expect(await site.db.selectFrom("contact_messages").selectAll().execute()).toEqual([]);
});

test.each([
  ["/register", {}, ["Enter a user name", "Enter a password"]],
  ["/register", { username: "writer", password: PASSWORD }, ["That user name is taken. Choose another one"]],
  [
    "/register",
    { username: "WRITER", password: "another good secret" },
    ["That user name is taken. Choose another one"],
  ],
  ["/log-in", {}, ["Enter your user name", "Enter your password"]],
  ["/log-in", { username: "nobody-here", password: PASSWORD }, ["User name or password is not right"]],
  ["/log-in", { username: "writer", password: "wrong" }, ["User name or password is not right"]],
  [
    "/contact",
    { name: "Ada", email: "not an address" },
    ["E-mail address must be like name@example.com", "Enter your message"],
  ],
])("a form that cannot be taken comes back with its faults: %s %j", async (address, answers, faults) => {
  const answer = await visitor(site.server).post(address, answers as Record<string, string>);
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain("<title>Error: ");
  for (const fault of faults) {
    const link = new RegExp(`<a href="#(\\w+)">${fault}</a>`).exec(answer.body);
    expect(link?.[1]).toBeDefined();
    expect(answer.body).toContain(
      `aria-describedby="${answer.body.includes(`id="${link?.[1]}-hint"`) ? `${link?.[1]}-hint ` : ""}${link?.[1]}-fault"`,
    );
  }
  const { password, ...kept } = answers as Record<string, string>;
  expect(answer.body).not.toContain(password ?? "no password was sent");
  for (const value of Object.values(kept)) expect(answer.body).toContain(`value="${value}"`);
});

test("hostile text is text everywhere it is shown", async () => {
  const attack = `"><script>alert(1)</script>'&`;
  const member = await registered(site.server, "hostile");
  const own = await posted(member, attack, `${attack}\n\n[x](javascript:alert(1))`);
  await member.fill(own, { body: attack });
  await member.fill("/account", { bio: attack });
  const guest = visitor(site.server);
  for (const address of [
    "/",
    own,
    "/u/hostile",
    "/feed.atom",
    `/?before=${encodeURIComponent(attack)}`,
    `/log-in?next=${encodeURIComponent(attack)}`,
  ]) {
    const { body } = await guest.get(address);
    expect({ address, found: /<script>alert|"javascript:/.test(body) }).toEqual({ address, found: false });
  }
  expect((await member.fill("/write", { title: attack, body: attack, intent: "preview" })).body).not.toContain(
    "<script>alert",
  );
});

test("a post at the limit is taken, one above comes back whole", async () => {
  const member = await registered(site.server, "longwinded");
  await posted(member, "x".repeat(150), "é".repeat(32 * 1024));
  const long = await member.fill("/write", { title: "x".repeat(151), body: "é".repeat(32 * 1024 + 1) });
  expect(long.statusCode).toBe(422);
  expect(long.body).toContain("Title must be 150 characters or fewer");
  expect(long.body).toContain("Text must be 64 kB or less");
  expect(long.body).toContain("é".repeat(32 * 1024 + 1));
  expect((await member.post("/write", { title: "x", body: "x".repeat(600 * 1024) })).statusCode).toBe(413);
});

test("an edit from a stale form is not lost and does not win silently", async () => {
  const member = await registered(site.server, "editor");
  const own = await posted(member, "Versions", "one");
  const id = own.split("/")[2] ?? "";
  expect((await member.post(`/p/${id}/edit`, { title: "Versions", body: "two", version: "1" })).statusCode).toBe(303);
  const stale = await member.post(`/p/${id}/edit`, { title: "Versions", body: "three", version: "1" });
  expect(stale.statusCode).toBe(422);
  expect(stale.body).toContain("changed elsewhere");
  expect(stale.body).toContain("three");
  expect((await member.get(own)).body).toContain("<p>two</p>");
});

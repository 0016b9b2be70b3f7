import { afterAll, beforeAll, expect, test } from "vitest";
import { setRole } from "../src/accounts/set-role.ts";
import { startSite, type TestSite } from "./setup/site.ts";
import { PASSWORD, posted, registered, visitor } from "./setup/visitor.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

test("register, write, preview, edit, comment, reply, delete, log out, log in", async () => {
  const ada = await registered(site.server, "Ada");
  expect((await ada.get("/")).body).toContain('href="/u/Ada"');

  const preview = await ada.fill("/write", { title: "Engines & <ideas>", body: "A **first** try", intent: "preview" });
  expect(preview.statusCode).toBe(200);
  expect(preview.body).toContain("<strong>first</strong>");
  expect(preview.body).toContain("Engines &amp; &lt;ideas&gt;");

  const path = await posted(ada, "Engines & <ideas>", "A **first** try");
  expect(path).toMatch(/^\/p\/[0-9a-z]{10}\/engines-ideas$/);
  const guest = visitor(site.server);
  const page = await guest.get(path);
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('<h1 dir="auto">Engines &amp; &lt;ideas&gt;</h1>');
  expect((await guest.get("/")).body).toContain(path);

  const edited = await ada.fill(`/p/${idIn(path)}/edit`, { title: "Engines", body: "Second" });
  expect(edited.headers.location).toBe(`/p/${idIn(path)}/engines`);
  expect((await guest.get(path)).statusCode).toBe(301);
  const now = String(edited.headers.location);
  expect((await guest.get(now)).body).toContain("edited");

  const bob = await registered(site.server, "bob");
  const comment = await bob.fill(now, { body: "Why _so_?" });
  expect(comment.statusCode).toBe(303);
  const commentId = /#c-(\w+)$/.exec(String(comment.headers.location))?.[1] ?? "";
  const reply = await ada.fill(`/c/${commentId}/reply`, { body: "Because." });
  expect(reply.statusCode).toBe(303);
  expect((await guest.get(now)).body).toContain("2 comments");

  expect((await bob.post(`/c/${commentId}/delete`, {})).statusCode).toBe(303);
  const after = await guest.get(now);
  expect(after.body).toContain("Comment deleted by its author");
  expect(after.body).toContain("Because.");
  expect(after.body).not.toContain("Why");

  expect((await ada.post("/log-out", {})).headers.location).toBe("/");
  expect((await ada.get("/account")).statusCode).toBe(401);
  const back = await ada.fill("/log-in", { username: "ADA", password: PASSWORD });
  expect(back.statusCode).toBe(303);
  expect((await ada.get("/account")).body).toContain("logged in as");
});

test("profile: bio and posts; a deleted post is gone everywhere", async () => {
  const cara = await registered(site.server, "cara");
  const path = await posted(cara, "To be deleted");
  await cara.fill("/account", { bio: "I like *tea*" });
  const guest = visitor(site.server);
  expect((await guest.get("/u/CARA")).body).toContain("<em>tea</em>");
  await cara.post(`/p/${idIn(path)}/delete`, {});
  for (const address of [path, `/p/${idIn(path)}`]) expect((await guest.get(address)).statusCode).toBe(404);
  for (const address of ["/", "/u/cara", "/feed.atom", "/u/cara/feed.atom", "/sitemap.xml"]) {
    expect((await guest.get(address)).body).not.toContain("deleted");
  }
});

test("only the author edits, only author and operator delete, guests are asked to log in", async () => {
  const dora = await registered(site.server, "dora");
  const evan = await registered(site.server, "evan");
  const path = await posted(dora, "Mine");
  const id = idIn(path);
  expect((await evan.get(`/p/${id}/edit`)).statusCode).toBe(403);
  expect((await evan.post(`/p/${id}/edit`, { title: "x", body: "y", version: "1" })).statusCode).toBe(403);
  expect((await evan.post(`/p/${id}/delete`, {})).statusCode).toBe(403);
  const guest = visitor(site.server);
  for (const address of ["/write", "/account", "/inbox", `/p/${id}/edit`]) {
    const answer = await guest.get(address);
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain(`/log-in?next=${encodeURIComponent(address)}`);
  }
  expect((await evan.get("/inbox")).statusCode).toBe(404);
});

test("what was typed comes back when the session is over", async () => {
  const guest = visitor(site.server);
  const answer = await guest.post("/write", { title: "t", body: "An hour of <work>" });
  expect(answer.statusCode).toBe(401);
  expect(answer.body).toContain("An hour of &lt;work&gt;");
});

test("contact: stored once, read by operators only, marked as handled", async () => {
  const guest = visitor(site.server);
  const message = { name: "Gil", email: "gil@example.com", body: "It broke", key: "k".repeat(43) };
  expect((await guest.fill("/contact", message)).headers.location).toBe("/contact/sent");
  expect((await guest.fill("/contact", message)).headers.location).toBe("/contact/sent");
  expect((await guest.fill("/contact", { ...message, website: "spam", key: "other" })).headers.location).toBe(
    "/contact/sent",
  );

  const olga = await registered(site.server, "olga");
  expect(await setRole(site.db, "Olga", "operator")).toBe(true);
  expect((await olga.get("/inbox")).statusCode).toBe(401);
  await olga.fill("/log-in", { username: "olga", password: PASSWORD });
  const inbox = await olga.get("/inbox");
  expect(inbox.body.match(/It broke/g)).toHaveLength(1);
  const action = /action="(\/inbox\/\w+)"/.exec(inbox.body)?.[1] ?? "";
  await olga.post(action, { handled: "yes" });
  expect((await olga.get("/inbox")).body).toContain("Nothing is waiting.");
});

test("a new password ends every other session", async () => {
  const first = await registered(site.server, "hana");
  const second = visitor(site.server);
  await second.fill("/log-in", { username: "hana", password: PASSWORD });
  expect((await first.get("/account")).body).toContain("Log out everywhere else");
  const wrong = await first.fill("/account", { current: "not it at all", password: "another good secret" });
  expect(wrong.statusCode).toBe(422);
  const right = await first.fill("/account", { current: PASSWORD, password: "another good secret" });
  expect(right.headers.location).toBe("/account?saved=password");
  expect((await first.get("/account")).statusCode).toBe(200);
  expect((await second.get("/account")).statusCode).toBe(401);
});

const idIn = (path: string): string => path.split("/")[2] ?? "";

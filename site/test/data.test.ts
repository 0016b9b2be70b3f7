import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate, waitingOf } from "../src/db/migrate.ts";
import { openDb } from "../src/db/open.ts";
import { inTransaction } from "../src/db/transaction.ts";
import { takeLease } from "../src/db/lease.ts";
import { listPosts } from "../src/posts/list-posts.ts";
import { cleanUp } from "../src/worker/clean-up.ts";
import { foldCounters } from "../src/worker/fold.ts";
import { startSite, type TestSite } from "./setup/site.ts";
import { posted, registered, visitor } from "./setup/visitor.ts";

let site: TestSite;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

test("a button pressed often does its work once", async () => {
  const member = await registered(site.server, "impatient");
  const press = (path: string, form: Record<string, string>) =>
    Promise.all(Array.from({ length: 8 }, () => member.post(path, form)));
  const posts = await press("/write", { title: "Once", body: "x", key: "the-same-key" });
  expect(new Set(posts.map((answer) => answer.headers.location)).size).toBe(1);
  expect(posts.map((answer) => answer.statusCode)).toEqual(Array.from({ length: 8 }, () => 303));
  const path = String(posts[0]?.headers.location);
  await press(`/p/${path.split("/")[2]}/comments`, { body: "Once", key: "another-key" });
  const page = await member.get(path);
  expect(page.body).toContain("1 comment<");
  expect((await member.get("/u/impatient")).body.match(/<article class="entry">/g)).toHaveLength(1);
});

test("registering twice with one form lets the same person in twice", async () => {
  const someone = visitor(site.server);
  const form = { username: "doubled", password: "correct horse battery", key: "register-key" };
  const answers = await Promise.all([someone.post("/register", form), someone.post("/register", form)]);
  expect(answers.map((answer) => answer.statusCode)).toEqual([303, 303]);
  const thief = await someone.post("/register", { ...form, password: "a different password" });
  expect(thief.statusCode).toBe(422);
  const guesser = await someone.post("/register", { ...form, key: "" });
  expect(guesser.statusCode).toBe(422);
});

test("counts are exact however many comment at the same time, with two workers folding", async () => {
  const members = await Promise.all(["c1", "c2", "c3", "c4"].map((name) => registered(site.server, name)));
  const path = await posted(members[0] ?? visitor(site.server), "Busy");
  const id = path.split("/")[2] ?? "";
  let commenting = true;
  const fold = async (): Promise<void> => {
    while (commenting) await foldCounters(site.db);
  };
  const folding = [fold(), fold()];
  const comments = members.flatMap((member) =>
    Array.from({ length: 15 }, (_, index) => member.post(`/p/${id}/comments`, { body: `Number ${index}` })),
  );
  const answers = await Promise.all(comments);
  commenting = false;
  await Promise.all(folding);
  expect(answers.filter((answer) => answer.statusCode !== 303)).toEqual([]);
  while ((await foldCounters(site.db)) > 0);
  expect((await visitor(site.server).get("/")).body).toMatch(new RegExp(`href="${path}#comments">60 comments<`));

  const own = /#c-(\w+)/.exec(String(answers[0]?.headers.location))?.[1] ?? "";
  await Promise.all([members[0]?.post(`/c/${own}/delete`, {}), members[0]?.post(`/c/${own}/delete`, {})]);
  while ((await foldCounters(site.db)) > 0);
  expect((await visitor(site.server).get("/")).body).toMatch(new RegExp(`href="${path}#comments">59 comments<`));
});

test("two that change the same row read before: nothing is lost", async () => {
  await registered(site.server, "counter");
  const { id } = await site.db
    .selectFrom("users")
    .select("id")
    .where("username_key", "=", "counter")
    .executeTakeFirstOrThrow();
  await site.db.updateTable("users").set({ bio_md: "0" }).where("id", "=", id).execute();
  const increment = () =>
    inTransaction(site.db, async (queries) => {
      const row = await queries.selectFrom("users").select("bio_md").where("id", "=", id).executeTakeFirstOrThrow();
      await queries
        .updateTable("users")
        .set({ bio_md: String(Number(row.bio_md) + 1) })
        .where("id", "=", id)
        .execute();
    });
  const results = await Promise.allSettled(Array.from({ length: 6 }, increment));
  const done = results.filter((result) => result.status === "fulfilled").length;
  const { bio_md } = await site.db.selectFrom("users").select("bio_md").where("id", "=", id).executeTakeFirstOrThrow();
  expect(done).toBeGreaterThan(0);
  expect(Number(bio_md)).toBe(done);
});

test("a page deep in the list costs no more than the first", async () => {
  const author = await registered(site.server, "prolific");
  await posted(author, "Newest of all");
  const { id } = await site.db
    .selectFrom("users")
    .select("id")
    .where("username_key", "=", "prolific")
    .executeTakeFirstOrThrow();
  await sql`INSERT INTO users (public_id, username, username_key, password_hash, bio_md, bio_html, created_at)
    SELECT CONCAT('u', seq), CONCAT('crowd', seq), CONCAT('crowd', seq), '', '', '', UTC_TIMESTAMP(3) FROM seq_1_to_5000`.execute(
    site.db,
  );
  await sql`INSERT INTO posts (public_id, author_id, title, body_md, body_html, excerpt, html_version, published_at, listed_at)
    SELECT LPAD(seq, 10, '0'), ${id}, CONCAT('Old ', seq), '', '', '', 1,
      '2020-01-01' + INTERVAL (seq DIV 3) SECOND, '2020-01-01' + INTERVAL (seq DIV 3) SECOND FROM seq_1_to_50000`.execute(
    site.db,
  );
  await sql`INSERT INTO post_stats (post_id) SELECT id FROM posts WHERE id NOT IN (SELECT post_id FROM post_stats)`.execute(
    site.db,
  );
  const single = openDb(site.mariadb.appUrl, 1);
  const reads = async (): Promise<number> => {
    const { rows } = await sql<{ Value: string }>`SHOW SESSION STATUS LIKE 'Handler_read%'`.execute(single);
    return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  for (const stretch of [
    { before: "0000025000" },
    { after: "0000025000" },
    { before: "0000025000", authorId: id },
    {},
  ]) {
    const from = await reads();
    const page = await listPosts(single, stretch);
    expect(page.posts).toHaveLength(30);
    expect({ stretch, cheap: (await reads()) - from < 1_000 }).toEqual({ stretch, cheap: true });
  }
  const before = await listPosts(single, { before: "0000025000" });
  // Three posts share each second: none is shown twice, none is left out.
  expect(before.posts[0]?.title).toBe("Old 24999");
  expect(before.posts.at(-1)?.title).toBe("Old 24970");
  const after = await listPosts(single, { after: before.posts.at(-1)?.publicId });
  expect(after.posts.map((post) => post.title)).toEqual(
    Array.from({ length: 30 }, (_, index) => `Old ${25_000 - index}`),
  );
  await single.destroy();
});

test("walking the whole list forth and back shows every post once", async () => {
  const titles: string[] = [];
  let page = await listPosts(site.db, { before: "0000000200" }, 7);
  for (;;) {
    titles.push(...page.posts.map((post) => post.title));
    if (page.older === undefined) break;
    page = await listPosts(site.db, { before: page.older }, 7);
  }
  expect(titles).toEqual(Array.from({ length: 199 }, (_, index) => `Old ${199 - index}`));
});

test("the application's account cannot touch the schema", async () => {
  await expect(sql`CREATE TABLE mine (id INT)`.execute(site.db)).rejects.toThrow(/denied/);
  await expect(sql`DROP TABLE posts`.execute(site.db)).rejects.toThrow(/denied/);
  await expect(sql`SELECT 1; SELECT 2`.execute(site.db)).rejects.toThrow(/syntax/);
});

test("migrating again does nothing, two at once are no trouble, a changed migration is refused", async () => {
  const one = openDb(site.mariadb.migrateUrl, 1);
  const other = openDb(site.mariadb.migrateUrl, 1);
  const extra = [{ id: "900-extra", statements: ["CREATE TABLE IF NOT EXISTS extra (id INT PRIMARY KEY)"] }];
  const ran = await Promise.all([migrate(one, extra), migrate(other, extra)]);
  expect(ran.flat()).toEqual(["900-extra"]);
  expect(await waitingOf(site.db)).toEqual([]);
  const changed = [{ id: "900-extra", statements: ["CREATE TABLE IF NOT EXISTS extra (id BIGINT PRIMARY KEY)"] }];
  await expect(migrate(one, changed)).rejects.toThrow("has changed since");
  await Promise.all([one.destroy(), other.destroy()]);
});

test("one holder of a lease at a time; it runs out, and can be given back", async () => {
  const lease = await takeLease(site.db, "job", "one", 1);
  expect(lease).toBeDefined();
  expect(await takeLease(site.db, "job", "two", 1)).toBeUndefined();
  expect(await lease?.renew()).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const second = await takeLease(site.db, "job", "two", 60);
  expect(second).toBeDefined();
  expect(await lease?.renew()).toBe(false);
  await second?.release();
  expect(await takeLease(site.db, "job", "one", 1)).toBeDefined();
});

test("what has had its time is deleted, and nothing else", async () => {
  const member = await registered(site.server, "tidy");
  const now = new Date();
  await cleanUp(site.db, now);
  expect((await member.get("/account")).statusCode).toBe(200);
  await cleanUp(site.db, new Date(now.getTime() + 91 * 24 * 3600 * 1000));
  expect((await member.get("/account")).statusCode).toBe(401);
  expect(await site.db.selectFrom("attempts").selectAll().execute()).toEqual([]);
});

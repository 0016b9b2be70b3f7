import { afterAll, beforeAll, expect, test } from "vitest";
import { usualLimits } from "../src/web/limits.ts";
import { startSite, type TestSite } from "./setup/site.ts";
import { PASSWORD, registered, visitor } from "./setup/visitor.ts";

let site: TestSite;
beforeAll(async () => {
  const { post, comment, logInAccount } = usualLimits;
  site = await startSite({
    ...usualLimits,
    post: { ...post, most: 2 },
    comment: { ...comment, most: 1 },
    logInAccount: { ...logInAccount, most: 8 },
  });
});
afterAll(() => site.close());

const from = (address: string) => ({ "x-real-ip": address });

test("guessing from one network is slowed down; the right password elsewhere still works", async () => {
  await registered(site.server, "guessed");
  const guesser = visitor(site.server);
  const guess = (password: string, address: string) =>
    guesser.post("/log-in", { username: "guessed", password }, from(address));
  // All at once: none may slip through because the others were not counted yet.
  const answers = await Promise.all(
    Array.from({ length: 9 }, (_, host) => guess("wrong guess", `2001:db8:1:2::${host + 1}`)),
  );
  const statuses = answers.map((answer) => answer.statusCode);
  expect(statuses.filter((status) => status === 422)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  const refused = await guess(PASSWORD, "2001:db8:1:2::99");
  expect(refused.statusCode).toBe(429);
  expect(refused.headers["retry-after"]).toBe("60");
  expect((await guess(PASSWORD, "2001:db8:1:3::1")).statusCode).toBe(303);
});

test("one account is not guessed at from many networks", async () => {
  await registered(site.server, "popular");
  const statuses: number[] = [];
  for (let host = 1; host <= 9; host += 1) {
    const answer = await visitor(site.server).post(
      "/log-in",
      { username: "Popular", password: "x" },
      from(`198.51.100.${host}`),
    );
    statuses.push(answer.statusCode);
  }
  expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 422, 422, 429]);
});

test("logging in rightly is never counted against anybody", async () => {
  await registered(site.server, "frequent");
  for (let round = 0; round < 8; round += 1) {
    const answer = await visitor(site.server).post(
      "/log-in",
      { username: "frequent", password: PASSWORD },
      from("203.0.113.7"),
    );
    expect(answer.statusCode).toBe(303);
  }
});

test("posting and commenting have a bound, and the text comes back", async () => {
  const member = await registered(site.server, "eager");
  const first = await member.fill("/write", { title: "One", body: "x" });
  expect(first.statusCode).toBe(303);
  expect((await member.fill("/write", { title: "Two", body: "x" })).statusCode).toBe(303);
  const third = await member.fill("/write", { title: "Three", body: "Dear <text>" });
  expect(third.statusCode).toBe(429);
  expect(third.body).toContain("Dear &lt;text&gt;");
  const path = String(first.headers.location);
  expect((await member.fill(path, { body: "One" })).statusCode).toBe(303);
  expect((await member.fill(path, { body: "Two" })).statusCode).toBe(429);
});

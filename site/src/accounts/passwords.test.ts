import { expect, test } from "vitest";
import { Crowded, turnstile } from "../web/turnstile.ts";
import { nameFault, passwordFault } from "./credentials.ts";
import { passwordHasher } from "./password-hash.ts";
import { readPhc, writePhc } from "./phc.ts";

const hasher = passwordHasher(turnstile(2, 8));

test("a hash matches its own password only", async () => {
  const stored = await hasher.hash("päss wörd 🔑 long");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hasher.matches("päss wörd 🔑 long", stored)).toBe(true);
  expect(await hasher.matches("päss wörd 🔑 lonG", stored)).toBe(false);
  expect(await hasher.hash("päss wörd 🔑 long")).not.toBe(stored);
});

// Made with the reference implementation's command line: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 24
test("a hash made by the reference implementation is understood", async () => {
  const foreign = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  expect(await hasher.matches("password", foreign)).toBe(true);
  expect(await hasher.matches("Password", foreign)).toBe(false);
  expect(hasher.isDated(foreign)).toBe(true);
});

test("nobody's password is never right, and takes as long", async () => {
  const stored = await hasher.hash("correct horse battery");
  const time = async (against: string | undefined): Promise<number> => {
    const from = performance.now();
    expect(await hasher.matches("wrong horse battery", against)).toBe(false);
    return performance.now() - from;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    known.push(await time(stored));
    unknown.push(await time(undefined));
  }
  const median = (times: number[]): number => times.sort((one, other) => one - other)[3] ?? 0;
  expect(median(unknown) / median(known)).toBeGreaterThan(0.6);
  expect(median(unknown) / median(known)).toBeLessThan(1.6);
});

test.each([
  "",
  "plain",
  "$argon2i$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "$argon2id$v=16$m=65536,t=3,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "$argon2id$v=19$m=9999999,t=3,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$",
])("%j is no hash of ours", (text) => {
  expect(readPhc(text)).toBeUndefined();
});

test("what is written is read back", () => {
  const hash = {
    memory: 19_456,
    passes: 2,
    parallelism: 1,
    salt: Buffer.from("0123456789abcdef"),
    hash: Buffer.alloc(32, 9),
  };
  expect(readPhc(writePhc(hash))).toEqual(hash);
});

test("the turnstile lets two in, lets some wait, and turns the rest away", async () => {
  const enter = turnstile(2, 1);
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside -= 1;
  };
  const results = await Promise.allSettled([enter(work), enter(work), enter(work), enter(work)]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
  expect((results[3] as PromiseRejectedResult).reason).toBeInstanceOf(Crowded);
  expect(most).toBe(2);
  await enter(() => Promise.reject(new Error("fails"))).catch(() => undefined);
  await enter(work);
});

test.each([
  "short",
  "passwordpassword",
  "foobar12345",
  "1234567890",
  "aaaaaaaaaaaa",
  "abcdefghijkl",
  "adaadaadaada",
  "ada-password-1",
  "qwertyuiop123",
])("the password %j is refused", (password) => {
  expect(passwordFault(password, "ada")).toBeDefined();
});

test.each([
  "correct horse battery",
  " leading and trailing ",
  "ein gutes Wort mehr",
  "日本語のとても長い合言葉",
  "x".repeat(60) + "yzab-42",
])("the password %j is taken as typed", (password) => {
  expect(passwordFault(password, "ada")).toBeUndefined();
});

test("only a very long password is refused for its length", () => {
  expect(passwordFault("ab1 ".repeat(300), "ada")).toContain("1024 bytes");
});

test.each(["a", "x".repeat(31), "ada lovelace", "adä", "Admin", "STEAD", "--", "a/b", "а_da"])(
  "the name %j is refused",
  (name) => {
    expect(nameFault(name)).toBeDefined();
  },
);

test.each(["Ada", "ada-lovelace_1", "42", "x".repeat(30)])("the name %j is taken", (name) => {
  expect(nameFault(name)).toBeUndefined();
});

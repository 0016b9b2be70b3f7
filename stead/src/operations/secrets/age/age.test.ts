import { expect, test } from "vitest";
import { Secret } from "../../../kernel/secret.ts";
import { PIECE } from "./age-format.ts";
import { openAge } from "./open-age.ts";
import { sealAge } from "./seal-age.ts";

const passphrase = new Secret("correct horse battery");

/** Cheap keys: these tests are not about guessing. */
const seal = (content: Uint8Array): Buffer => sealAge(content, passphrase, 2);

/** By age 1.1.1 (`age --passphrase`), with the passphrase above. */
const ofAge =
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBRMklRUjBWcktpKzd0S0JYbEE2ZitBIDE4Ck9uY1p0RzlCaStXeHBhSzRqZDQ3bEZQazJrTEo2RkxRZGlwaXlqTUV5MFUKLS0tICtybTNkTDJVbnlQZ2ozR0kzWExHcnByT3RubWYxU29udGdHLzlkOWRjb1UKREj+GaMqwnPtwsiEZcam19nfyVpRZwnDYm7HDvcYPYowhMZyjo8WJmxYQhnNU47uEwtjnMpIKw==";

test("what age itself encrypted is opened", () => {
  expect(String(openAge(Buffer.from(ofAge, "base64"), passphrase))).toBe("what age itself sealed\n");
});

test.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])("%d bytes come back as they were", (length) => {
  const content = Buffer.alloc(length, "secret");
  const sealed = seal(content);
  expect(sealed.includes("secret")).toBe(false);
  expect(openAge(sealed, passphrase)).toEqual(content);
});

test("the header is age's, and says how costly a guess is", () => {
  const [intro, stanza] = sealAge(Buffer.from("x"), passphrase).toString("latin1").split("\n");
  expect(intro).toBe("age-encryption.org/v1");
  expect(stanza).toMatch(/^-> scrypt [A-Za-z0-9+/]{22} 18$/u);
});

test("two bundles of the same have nothing in common", () => {
  const [one, other] = [seal(Buffer.from("same")), seal(Buffer.from("same"))];
  expect(one.equals(other)).toBe(false);
});

test("another passphrase opens nothing", () => {
  expect(openAge(seal(Buffer.from("x")), new Secret("correct horse batterz"))).toBe("wrong passphrase");
});

test("a change of any byte is noticed", () => {
  const sealed = seal(Buffer.from("content"));
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(typeof openAge(changed, passphrase), `byte ${index}`).toBe("string");
  }
});

test("pieces that were cut off, left out or put elsewhere are noticed", () => {
  const sealed = seal(Buffer.concat([Buffer.alloc(PIECE, "a"), Buffer.alloc(PIECE, "b"), Buffer.from("c")]));
  const begin = sealed.length - 2 * (PIECE + 16) - 17;
  const piece = (index: number): Buffer =>
    sealed.subarray(begin + index * (PIECE + 16), begin + (index + 1) * (PIECE + 16));
  const head = sealed.subarray(0, begin);
  expect(openAge(sealed.subarray(0, -17), passphrase)).toBe("damaged");
  expect(openAge(Buffer.concat([head, piece(0), piece(2)]), passphrase)).toBe("damaged");
  expect(openAge(Buffer.concat([head, piece(1), piece(0), piece(2)]), passphrase)).toBe("damaged");
  expect(openAge(Buffer.concat([sealed, Buffer.from("more")]), passphrase)).toBe("damaged");
});

test("what is no such file, or would take all memory, is not tried", () => {
  expect(openAge(Buffer.from("hello"), passphrase)).toBe("no age file");
  const greedy = seal(Buffer.from("x"))
    .toString("latin1")
    .replace(/(scrypt \S+) 2/u, "$1 40");
  expect(openAge(Buffer.from(greedy, "latin1"), passphrase)).toBe("no age file");
});

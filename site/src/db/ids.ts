import { createHash, randomBytes } from "node:crypto";

/** Letters and digits that cannot be misread for one another (Crockford's base 32, lower case). */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new random id for an address: 10 characters, 50 bits; the unique key refuses the odd twin. */
export const newPublicId = (): string => Array.from(randomBytes(10), (byte) => ALPHABET[byte % 32]).join("");

const PUBLIC_ID = /^[0-9a-z]{10}$/;
export const isPublicId = (text: string): boolean => PUBLIC_ID.test(text);

/** 32 random bytes for a cookie or a form, as 43 characters. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What is stored instead of a token: 32 bytes. A stolen table is then worth nothing. */
export const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();

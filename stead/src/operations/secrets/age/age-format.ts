import { createHmac, hkdfSync, scryptSync } from "node:crypto";
import type { Secret } from "../../../kernel/secret.ts";

/*
 * The file format of age, version 1, with a passphrase (C2SP, age.md: github.com/C2SP/C2SP): anybody's `age -d` opens what Stead
 * sealed, also when there is no Stead any more.
 *
 *   age-encryption.org/v1
 *   -> scrypt SALT LOG2N
 *   the file key, encrypted with the passphrase
 *   --- what authenticates the lines above
 *   a nonce of 16 bytes, then pieces of 64 kB, each with its tag of 16 bytes
 */

export const INTRO = "age-encryption.org/v1";

/** Both of the file key (128 bits) and of salts and nonces. */
export const SHORT = 16;

export const TAG = 16;
export const PIECE = 64 * 1024;
export const CIPHER = "chacha20-poly1305";

/** The file key is encrypted once with its key, so its nonce is fixed. */
export const ONE_NONCE = new Uint8Array(12);

/** Base64 without padding, as age writes it. */
export const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/u, "");

/** The key that encrypts the file key. 128 * N * r bytes of memory (RFC 7914, 2): 256 MB for a logarithm of 18. */
export const passphraseKey = (passphrase: Secret, salt: Uint8Array, logarithm: number): Buffer =>
  scryptSync(passphrase.reveal(), Buffer.concat([Buffer.from(`${INTRO}/scrypt`), salt]), 32, {
    N: 2 ** logarithm,
    r: 8,
    p: 1,
    maxmem: 2 ** logarithm * 1024 + 2 ** 20,
  });

const derived = (fileKey: Uint8Array, salt: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", fileKey, salt, purpose, 32));

/** What authenticates the header: over everything up to `---`. */
export const headerMac = (fileKey: Uint8Array, header: string): Buffer =>
  createHmac("sha256", derived(fileKey, new Uint8Array(), "header"))
    .update(header)
    .digest();

export const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer => derived(fileKey, nonce, "payload");

/** Eleven bytes that count the pieces, and one that tells the last: none can be left out or put elsewhere. */
export const pieceNonce = (index: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
};

import { createDecipheriv, timingSafeEqual } from "node:crypto";
import type { Secret } from "../../../kernel/secret.ts";
import {
  CIPHER,
  encode,
  headerMac,
  INTRO,
  ONE_NONCE,
  passphraseKey,
  payloadKey,
  PIECE,
  pieceNonce,
  SHORT,
  TAG,
} from "./age-format.ts";

/** Beyond it a file could take more memory than the machine has: 1 GB (RFC 7914, 2). */
const MOST = 20;

/** Why a file could not be opened. */
export type Refusal = "no age file" | "wrong passphrase" | "damaged";

interface Header {
  readonly salt: Buffer;
  readonly logarithm: number;
  readonly wrapped: Buffer;
  readonly header: string;
  readonly mac: Buffer;
  readonly payload: Buffer;
}

/** Decrypts what age or `sealAge` encrypted with a passphrase. */
export const openAge = (sealed: Uint8Array, passphrase: Secret): Buffer | Refusal => {
  const read = readHeader(Buffer.from(sealed));
  if (read === undefined) return "no age file";
  const fileKey = decrypt(passphraseKey(passphrase, read.salt, read.logarithm), ONE_NONCE, read.wrapped);
  if (fileKey === undefined) return "wrong passphrase";
  if (!timingSafeEqual(headerMac(fileKey, read.header), read.mac)) return "damaged";
  const key = payloadKey(fileKey, read.payload.subarray(0, SHORT));
  return openPieces(read.payload.subarray(SHORT), key) ?? "damaged";
};

const readHeader = (sealed: Buffer): Header | undefined => {
  const found = HEADER.exec(sealed.subarray(0, 1024).toString("latin1"));
  if (!found) return undefined;
  const [intro, header = "", salt = "", logarithm, wrapped = "", mac = ""] = found;
  const parts = { salt: decode(salt), wrapped: decode(wrapped), mac: decode(mac) };
  const sizes = parts.salt.length === SHORT && parts.wrapped.length === SHORT + TAG && parts.mac.length === 32;
  const payload = sealed.subarray(intro.length);
  if (!sizes || Number(logarithm) > MOST || payload.length < SHORT + TAG) return undefined;
  return { ...parts, logarithm: Number(logarithm), header, payload };
};

const HEADER = new RegExp(
  `^(${INTRO.replace("/", "\\/")}\\n-> scrypt ([A-Za-z0-9+/]+) ([1-9]\\d?)\\n([A-Za-z0-9+/]+)\\n---) ([A-Za-z0-9+/]+)\\n`,
  "u",
);

/** What is not written as age writes it decodes to nothing. */
const decode = (text: string): Buffer => {
  const bytes = Buffer.from(text, "base64");
  return encode(bytes) === text ? bytes : Buffer.alloc(0);
};

const openPieces = (payload: Buffer, key: Uint8Array): Buffer | undefined => {
  const size = PIECE + TAG;
  const count = Math.ceil(payload.length / size);
  const opened: Buffer[] = [];
  for (let index = 0; index < count; index += 1) {
    const last = index === count - 1;
    const piece = decrypt(key, pieceNonce(index, last), payload.subarray(index * size, (index + 1) * size));
    // Only the piece of an empty file is empty.
    if (piece === undefined || (piece.length === 0 && index > 0)) return undefined;
    opened.push(piece);
  }
  return Buffer.concat(opened);
};

const decrypt = (key: Uint8Array, nonce: Uint8Array, sealed: Buffer): Buffer | undefined => {
  if (sealed.length < TAG) return undefined;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
};

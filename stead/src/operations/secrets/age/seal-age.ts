import { createCipheriv, randomBytes } from "node:crypto";
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

/** As age itself does: about a second for each guess at a passphrase. */
const LOGARITHM = 18;

/** Encrypts content with a passphrase, in age's format. */
export const sealAge = (content: Uint8Array, passphrase: Secret, logarithm = LOGARITHM): Buffer => {
  const fileKey = randomBytes(SHORT);
  const salt = randomBytes(SHORT);
  const wrapped = encrypt(passphraseKey(passphrase, salt, logarithm), ONE_NONCE, fileKey);
  const header = `${INTRO}\n-> scrypt ${encode(salt)} ${logarithm}\n${encode(wrapped)}\n---`;
  const nonce = randomBytes(SHORT);
  const intro = Buffer.from(`${header} ${encode(headerMac(fileKey, header))}\n`);
  return Buffer.concat([intro, nonce, ...pieces(content, payloadKey(fileKey, nonce))]);
};

const pieces = (content: Uint8Array, key: Uint8Array): readonly Buffer[] => {
  const count = Math.max(1, Math.ceil(content.length / PIECE));
  return Array.from({ length: count }, (_, index) =>
    encrypt(key, pieceNonce(index, index === count - 1), content.subarray(index * PIECE, (index + 1) * PIECE)),
  );
};

const encrypt = (key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Buffer => {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

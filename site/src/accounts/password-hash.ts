import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { type PhcHash, readPhc, writePhc } from "./phc.ts";
import type { Turnstile } from "../web/turnstile.ts";

/** 64 MiB, 3 passes, 1 lane: the second choice of RFC 9106, 4, with one lane because requests are what runs in parallel here. */
const CHOSEN = { memory: 65_536, passes: 3, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Hashes and checks passwords, a few at a time. Both throw `Crowded` when too many wait already. */
export interface PasswordHasher {
  readonly hash: (password: string) => Promise<string>;
  /** Takes as long for an unknown user (`stored` undefined) as for a wrong password. */
  readonly matches: (password: string, stored: string | undefined) => Promise<boolean>;
  /** True when a stored hash was made with weaker settings than today's. */
  readonly isDated: (stored: string) => boolean;
}

export const passwordHasher = (turnstile: Turnstile): PasswordHasher => {
  const derive = (password: string, phc: Omit<PhcHash, "hash">, length: number): Promise<Buffer> =>
    turnstile(() => run(password, phc, length));
  return {
    hash: async (password) => {
      const made = { ...CHOSEN, salt: randomBytes(SALT_BYTES) };
      return writePhc({ ...made, hash: await derive(password, made, HASH_BYTES) });
    },
    matches: async (password, stored) => {
      const known = stored === undefined ? undefined : readPhc(stored);
      const against = known ?? NOBODY;
      const hash = await derive(password, against, against.hash.length);
      return timingSafeEqual(hash, against.hash) && known !== undefined;
    },
    isDated: (stored) => {
      const phc = readPhc(stored);
      return phc === undefined || phc.memory < CHOSEN.memory || phc.passes < CHOSEN.passes;
    },
  };
};

/** What an unknown user's password is checked against: costs the same, and nothing matches it. */
const NOBODY: PhcHash = { ...CHOSEN, salt: Buffer.alloc(SALT_BYTES, 7), hash: Buffer.alloc(HASH_BYTES) };

const argon2Async = promisify(argon2);

const run = (
  password: string,
  { salt, memory, passes, parallelism }: Omit<PhcHash, "hash">,
  length: number,
): Promise<Buffer> =>
  argon2Async("argon2id", { message: password, nonce: salt, memory, passes, parallelism, tagLength: length });

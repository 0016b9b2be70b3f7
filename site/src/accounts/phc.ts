/** What an argon2 hash was made with, and the hash: the parts of a PHC string. Memory in KiB. */
export interface PhcHash {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** `$argon2id$v=19$m=65536,t=3,p=1$SALT$HASH`, base 64 without padding (the PHC string format; version 0x13 of RFC 9106). */
export const writePhc = ({ memory, passes, parallelism, salt, hash }: PhcHash): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;

/** undefined for anything but an argon2id string of version 19 with numbers within reason. */
export const readPhc = (text: string): PhcHash | undefined => {
  const groups = PHC.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const parsed: PhcHash = {
    memory: Number(groups["memory"]),
    passes: Number(groups["passes"]),
    parallelism: Number(groups["parallelism"]),
    salt: Buffer.from(groups["salt"] ?? "", "base64"),
    hash: Buffer.from(groups["hash"] ?? "", "base64"),
  };
  return isReasonable(parsed) ? parsed : undefined;
};

const PHC =
  /^\$argon2id\$v=19\$m=(?<memory>[1-9]\d{0,7}),t=(?<passes>[1-9]\d{0,3}),p=(?<parallelism>[1-9]\d?)\$(?<salt>[A-Za-z0-9+/]{11,86})\$(?<hash>[A-Za-z0-9+/]{22,86})$/;

/** At most 1 GiB: a row must not be able to ask for more. At least 8 KiB a lane (RFC 9106, 3.1). */
const isReasonable = ({ memory, parallelism }: PhcHash): boolean => memory <= 1_048_576 && memory >= 8 * parallelism;

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

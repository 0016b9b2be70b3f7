import { hashOf } from "../db/ids.ts";
import type { Db } from "../db/open.ts";

/** At most `most` within `seconds`. */
export interface Limit {
  readonly kind: string;
  readonly most: number;
  readonly seconds: number;
}

/** What one visitor or one account may do. Reading is not limited here: that is the proxy's business. */
export const usualLimits = {
  logInSoon: { kind: "log-in", most: 5, seconds: 60 },
  logInLong: { kind: "log-in", most: 30, seconds: 3600 },
  logInAccount: { kind: "log-in-account", most: 20, seconds: 900 },
  register: { kind: "register", most: 20, seconds: 3600 },
  post: { kind: "post", most: 10, seconds: 3600 },
  comment: { kind: "comment", most: 30, seconds: 600 },
  contact: { kind: "contact", most: 5, seconds: 3600 },
} satisfies Record<string, Limit>;

export type Limits = Readonly<Record<keyof typeof usualLimits, Limit>>;

/** A noted attempt, which may be taken back when it turns out to be harmless. */
export interface Attempt {
  /** The strictest limit that this attempt went over, if any. */
  readonly over: Limit | undefined;
  readonly forget: () => Promise<void>;
}

/**
 * Notes an attempt by `subject` first and counts after, so that many at the same moment cannot all slip through. All
 * limits given share one kind. Only a hash of the subject is stored, for a day (see worker/clean-up.ts).
 */
export const attempt = async (
  db: Db,
  subject: string,
  limits: readonly [Limit, ...Limit[]],
  now: Date,
): Promise<Attempt> => {
  const [{ kind }] = limits;
  const hash = hashOf(`${kind} ${subject}`);
  const { insertId } = await db
    .insertInto("attempts")
    .values({ kind, subject: hash, at: now })
    .executeTakeFirstOrThrow();
  const own = Number(insertId);
  const forget = async (): Promise<void> => {
    await db.deleteFrom("attempts").where("id", "=", own).execute();
  };
  const longest = Math.max(...limits.map((limit) => limit.seconds));
  const rows = await db
    .selectFrom("attempts")
    .select("at")
    .where("kind", "=", kind)
    .where("subject", "=", hash)
    .where("at", ">", before(now, longest))
    .where("id", "<=", own)
    .limit(1000)
    .execute();
  const over = limits.find(({ most, seconds }) => rows.filter(({ at }) => at > before(now, seconds)).length > most);
  // What was refused does not count: knocking on a closed door must not keep it closed.
  if (over !== undefined) await forget();
  return { over, forget };
};

const before = (now: Date, seconds: number): Date => new Date(now.getTime() - seconds * 1000);

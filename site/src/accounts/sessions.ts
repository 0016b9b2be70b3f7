import { hashOf, newToken } from "../db/ids.ts";
import type { Db, Queries } from "../db/open.ts";
import type { Role } from "../db/schema.ts";
import type { Member } from "./viewer.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds a session lives without a visit, and at all. Who can read other people's messages logs in daily. */
const lifetimes = {
  member: { idle: 30 * DAY, absolute: 90 * DAY },
  operator: { idle: 2 * HOUR, absolute: 12 * HOUR },
} satisfies Record<Role, { idle: number; absolute: number }>;

/** The row is written to at most this often: it would otherwise be the busiest of all. */
const SEEN_EVERY = 10 * MINUTE;
/** The oldest goes when one person has more. */
const MOST_SESSIONS = 20;

export interface NewSession {
  readonly userId: number;
  readonly role: Role;
  readonly userAgent: string;
}

/** Starts a session and returns the token for the cookie; only its hash is stored. `lastsSeconds` is its longest life. */
export const startSession = async (
  queries: Queries,
  { userId, role, userAgent }: NewSession,
  now: Date,
): Promise<{ readonly token: string; readonly lastsSeconds: number }> => {
  const token = newToken();
  const { idle, absolute } = lifetimes[role];
  await queries
    .insertInto("sessions")
    .values({
      token_hash: hashOf(token),
      user_id: userId,
      created_at: now,
      seen_at: now,
      expires_at: later(now, idle),
      absolute_at: later(now, absolute),
      user_agent: userAgent.slice(0, 200),
    })
    .execute();
  await endOldest(queries, userId);
  return { token, lastsSeconds: absolute / 1000 };
};

/** The member a token belongs to, or undefined when there is none or its time is over. */
export const memberOf = async (db: Db, token: string, now: Date): Promise<Member | undefined> => {
  const session = hashOf(token);
  const row = await db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select(["users.id", "users.username", "users.role", "sessions.seen_at", "sessions.absolute_at"])
    .where("sessions.token_hash", "=", session)
    .where("sessions.expires_at", ">", now)
    .where("sessions.absolute_at", ">", now)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (now.getTime() - row.seen_at.getTime() > SEEN_EVERY) await extend(db, session, row, now);
  return { kind: "member", id: row.id, username: row.username, role: row.role, session };
};

const extend = async (db: Db, session: Buffer, row: { role: Role; absolute_at: Date }, now: Date): Promise<void> => {
  const until = Math.min(later(now, lifetimes[row.role].idle).getTime(), row.absolute_at.getTime());
  await db
    .updateTable("sessions")
    .set({ seen_at: now, expires_at: new Date(until) })
    .where("token_hash", "=", session)
    .execute();
};

export const endSession = async (queries: Queries, session: Buffer): Promise<void> => {
  await queries.deleteFrom("sessions").where("token_hash", "=", session).execute();
};

/** Ends every session of a user but one: what a new password does to whoever else is in. */
export const endOtherSessions = async (queries: Queries, userId: number, kept: Buffer): Promise<void> => {
  await queries.deleteFrom("sessions").where("user_id", "=", userId).where("token_hash", "!=", kept).execute();
};

/** The living sessions of a user, the newest visit first. */
export const sessionsOf = (db: Db, userId: number, now: Date) =>
  db
    .selectFrom("sessions")
    .select(["token_hash", "created_at", "seen_at", "user_agent"])
    .where("user_id", "=", userId)
    .where("expires_at", ">", now)
    .orderBy("seen_at", "desc")
    .execute();

const endOldest = async (queries: Queries, userId: number): Promise<void> => {
  const surplus = await queries
    .selectFrom("sessions")
    .select("token_hash")
    .where("user_id", "=", userId)
    .orderBy("created_at", "desc")
    .limit(100)
    .offset(MOST_SESSIONS)
    .execute();
  for (const { token_hash } of surplus) await endSession(queries, token_hash);
};

const later = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds);

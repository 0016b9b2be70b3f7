import type { Db } from "../db/open.ts";

const DAY = 24 * 3600 * 1000;
/** Rows that one statement deletes. What is left over goes the next time. */
const BATCH = 500;

/** Deletes what has had its time: sessions, noted attempts (they hold hashed network addresses), keys of sent forms. */
export const cleanUp = async (db: Db, now: Date): Promise<void> => {
  const yesterday = new Date(now.getTime() - DAY);
  await db.deleteFrom("sessions").where("expires_at", "<", now).limit(BATCH).execute();
  await db.deleteFrom("attempts").where("at", "<", yesterday).limit(BATCH).execute();
  await db.deleteFrom("idempotency_keys").where("at", "<", yesterday).limit(BATCH).execute();
};

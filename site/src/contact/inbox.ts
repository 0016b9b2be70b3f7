import { isPublicId } from "../db/ids.ts";
import type { Db } from "../db/open.ts";

/** So many messages are shown: the waiting ones first, then the newest. */
const MOST_SHOWN = 100;

export interface StoredMessage {
  readonly publicId: string;
  readonly name: string;
  readonly email: string;
  readonly body: string;
  readonly username: string | null;
  readonly createdAt: Date;
  readonly handledAt: Date | null;
}

export const readInbox = (db: Db): Promise<readonly StoredMessage[]> =>
  db
    .selectFrom("contact_messages")
    .leftJoin("users", "users.id", "contact_messages.user_id")
    .select([
      "contact_messages.public_id as publicId",
      "contact_messages.name",
      "contact_messages.email",
      "contact_messages.body",
      "users.username",
      "contact_messages.created_at as createdAt",
      "contact_messages.handled_at as handledAt",
    ])
    .orderBy((order) => order("contact_messages.handled_at", "is not", null))
    .orderBy("contact_messages.created_at", "desc")
    .limit(MOST_SHOWN)
    .execute();

/** Notes that a message is dealt with, or, with `at` null, that it is not. */
export const setHandled = async (db: Db, publicId: string, at: Date | null): Promise<void> => {
  if (!isPublicId(publicId)) return;
  await db.updateTable("contact_messages").set({ handled_at: at }).where("public_id", "=", publicId).execute();
};

import { nameKey } from "../accounts/users.ts";
import type { Db } from "../db/open.ts";
import type { Role } from "../db/schema.ts";

export interface Profile {
  readonly id: number;
  readonly username: string;
  readonly role: Role;
  readonly bioHtml: string;
  readonly since: Date;
}

export const findProfile = (db: Db, username: string): Promise<Profile | undefined> =>
  db
    .selectFrom("users")
    .select(["id", "username", "role", "bio_html as bioHtml", "created_at as since"])
    .where("username_key", "=", nameKey(username))
    .executeTakeFirst();

/** A comment as a profile lists it. */
export interface RecentComment {
  readonly publicId: string;
  readonly bodyHtml: string;
  readonly createdAt: Date;
  readonly postTitle: string;
}

/** The newest comments of one person on posts that can still be read. */
export const recentComments = (db: Db, userId: number, most: number): Promise<readonly RecentComment[]> =>
  db
    .selectFrom("comments")
    .innerJoin("posts", "posts.id", "comments.post_id")
    .select([
      "comments.public_id as publicId",
      "comments.body_html as bodyHtml",
      "comments.created_at as createdAt",
      "posts.title as postTitle",
    ])
    .where("comments.author_id", "=", userId)
    .where("comments.deleted_at", "is", null)
    .where("comments.removed_at", "is", null)
    .where("posts.listed_at", "is not", null)
    .orderBy("comments.id", "desc")
    .limit(most)
    .execute();

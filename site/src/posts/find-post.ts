import { isPublicId } from "../db/ids.ts";
import type { Db } from "../db/open.ts";
import type { Post } from "./post.ts";

/** The post with this public id, gone or not; undefined when there never was one. */
export const findPost = (db: Db, publicId: string): Promise<Post | undefined> =>
  isPublicId(publicId)
    ? selectPost(db).where("posts.public_id", "=", publicId).executeTakeFirst()
    : Promise.resolve(undefined);

export const findPostById = (db: Db, id: number): Promise<Post | undefined> =>
  selectPost(db).where("posts.id", "=", id).executeTakeFirst();

const selectPost = (db: Db) =>
  db
    .selectFrom("posts")
    .innerJoin("users", "users.id", "posts.author_id")
    .select([
      "posts.id",
      "posts.public_id as publicId",
      "posts.author_id as authorId",
      "users.username as author",
      "posts.title",
      "posts.body_md as bodyMd",
      "posts.body_html as bodyHtml",
      "posts.excerpt",
      "posts.version",
      "posts.published_at as publishedAt",
      "posts.edited_at as editedAt",
      "posts.deleted_at as deletedAt",
      "posts.removed_at as removedAt",
    ]);

import { type Selectable, sql } from "kysely";
import { isPublicId } from "../db/ids.ts";
import type { Db } from "../db/open.ts";
import type { Schema } from "../db/schema.ts";
import type { ListedPost } from "./post.ts";

export const PAGE_SIZE = 30;

/** Which stretch of the list: the newest, those before a post, or those after it. Posts by their public ids. */
export interface Stretch {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly authorId?: number | undefined;
}

/** A page of the list, newest first, and where the neighbouring pages begin. */
export interface PostPage {
  readonly posts: readonly ListedPost[];
  readonly newer: string | undefined;
  readonly older: string | undefined;
}

/**
 * One page. Its cost does not depend on how deep it lies: the condition has the one shape for which the optimiser walks
 * the index (listed_at, id) from the cursor on. A constant in front, or a comparison of rows, makes it read all.
 */
export const listPosts = async (db: Db, stretch: Stretch, size = PAGE_SIZE): Promise<PostPage> => {
  const cursor = await cursorOf(db, stretch.before ?? stretch.after);
  const forwards = cursor !== undefined && stretch.before === undefined;
  const rows = await select(db, stretch.authorId, cursor, forwards, size + 1);
  const posts = forwards ? rows.slice(0, size).reverse() : rows.slice(0, size);
  const more = rows.length > size;
  return {
    posts,
    newer: (forwards ? more : cursor !== undefined) ? posts[0]?.publicId : undefined,
    older: (forwards ? true : more) ? posts.at(-1)?.publicId : undefined,
  };
};

interface Cursor {
  readonly at: Date;
  readonly id: number;
}

/** A deleted post still marks its place. */
const cursorOf = async (db: Db, publicId: string | undefined): Promise<Cursor | undefined> => {
  if (publicId === undefined || !isPublicId(publicId)) return undefined;
  return db
    .selectFrom("posts")
    .select(["published_at as at", "id"])
    .where("public_id", "=", publicId)
    .executeTakeFirst();
};

const select = (db: Db, authorId: number | undefined, cursor: Cursor | undefined, forwards: boolean, limit: number) => {
  const direction = forwards ? "asc" : "desc";
  const query = db
    .selectFrom(authorId === undefined ? byTime : byAuthor)
    // Along the index, and only then to the other tables: another order would sort the whole list.
    .modifyFront(sql`STRAIGHT_JOIN`)
    .innerJoin("users", "users.id", "posts.author_id")
    .innerJoin("post_stats", "post_stats.post_id", "posts.id")
    .select([
      "posts.id",
      "posts.public_id as publicId",
      "users.username as author",
      "posts.title",
      "posts.excerpt",
      "posts.published_at as publishedAt",
      "post_stats.comments",
    ])
    .where(cursor === undefined ? sql<boolean>`posts.listed_at IS NOT NULL` : past(cursor, forwards))
    .orderBy("posts.listed_at", direction)
    .orderBy("posts.id", direction)
    .limit(limit);
  return (authorId === undefined ? query : query.where("posts.author_id", "=", authorId)).execute();
};

// Left to itself the optimiser reads all posts of an author, or half of all posts, to find thirty.
const byTime = sql<Selectable<Schema["posts"]>>`posts`.as<"posts">(sql`posts FORCE INDEX (posts_list)`);
const byAuthor = sql<Selectable<Schema["posts"]>>`posts`.as<"posts">(sql`posts FORCE INDEX (posts_author)`);

const past = ({ at, id }: Cursor, forwards: boolean) =>
  forwards
    ? sql<boolean>`posts.listed_at >= ${at} AND (posts.listed_at > ${at} OR posts.id > ${id})`
    : sql<boolean>`posts.listed_at <= ${at} AND (posts.listed_at < ${at} OR posts.id < ${id})`;

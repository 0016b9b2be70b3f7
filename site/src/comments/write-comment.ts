import type { Transaction } from "kysely";
import type { Member } from "../accounts/viewer.ts";
import { newPublicId } from "../db/ids.ts";
import type { Db } from "../db/open.ts";
import type { Schema } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { HTML_VERSION, renderMarkdown } from "../posts/markdown.ts";
import type { Post } from "../posts/post.ts";
import { postPath } from "../posts/slug.ts";
import { doOnce } from "../web/once.ts";
import type { Comment } from "./comment.ts";

export interface NewComment {
  readonly post: Post;
  readonly parent: Comment | undefined;
  readonly bodyMd: string;
  readonly key: string;
}

/** Adds a comment and returns its place on the post's page; the same place for the same form key. */
export const addComment = (
  db: Db,
  author: Member,
  { post, parent, bodyMd, key }: NewComment,
  now: Date,
): Promise<string> => {
  const publicId = newPublicId();
  return doOnce(
    db,
    { key, sender: `comment ${author.id}`, location: `${postPath(post)}#c-${publicId}` },
    async (queries) => {
      await queries
        .insertInto("comments")
        .values({
          public_id: publicId,
          post_id: post.id,
          parent_id: parent?.id ?? null,
          depth: parent === undefined ? 0 : parent.depth + 1,
          author_id: author.id,
          ...written(bodyMd),
          created_at: now,
        })
        .execute();
      await count(queries, post.id, 1, now);
    },
    now,
  );
};

/** Saves an edit made from `version`; false when another one was saved in between. */
export const editComment = (db: Db, comment: Comment, bodyMd: string, version: number, now: Date): Promise<boolean> =>
  inTransaction(db, async (queries) => {
    const { numUpdatedRows } = await queries
      .updateTable("comments")
      .set({ ...written(bodyMd), version: version + 1, edited_at: now })
      .where("id", "=", comment.id)
      .where("version", "=", version)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  });

/** Leaves a gap in the thread where it was. Twice is once: only the first one counts. */
export const hideComment = (db: Db, comment: Comment, by: "author" | "operator", now: Date): Promise<void> =>
  inTransaction(db, async (queries) => {
    const { numUpdatedRows } = await queries
      .updateTable("comments")
      .set(by === "author" ? { deleted_at: now } : { removed_at: now })
      .where("id", "=", comment.id)
      .where("deleted_at", "is", null)
      .where("removed_at", "is", null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 1n) await count(queries, comment.postId, -1, now);
  });

/** Appended, never added up here: a counter that all comments write to is where two nodes collide. See worker/fold.ts. */
const count = async (queries: Transaction<Schema>, postId: number, comments: 1 | -1, now: Date): Promise<void> => {
  await queries.insertInto("counter_deltas").values({ post_id: postId, comments, at: now }).execute();
};

const written = (bodyMd: string) => ({
  body_md: bodyMd,
  body_html: renderMarkdown(bodyMd, 4),
  html_version: HTML_VERSION,
});

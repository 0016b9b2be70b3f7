import type { Member } from "../accounts/viewer.ts";
import type { Db } from "../db/open.ts";
import { inTransaction } from "../db/transaction.ts";
import { newPublicId } from "../db/ids.ts";
import { doOnce } from "../web/once.ts";
import { excerptOf, HTML_VERSION, renderMarkdown } from "./markdown.ts";
import type { Draft, Post } from "./post.ts";
import { postPath } from "./slug.ts";

/** Publishes a post and returns its path: the same path for the same form key, however often it is sent. */
export const publishPost = (db: Db, author: Member, draft: Draft, key: string, now: Date): Promise<string> => {
  const publicId = newPublicId();
  const location = postPath({ publicId, title: draft.title });
  return doOnce(
    db,
    { key, sender: `post ${author.id}`, location },
    async (queries) => {
      const { insertId } = await queries
        .insertInto("posts")
        .values({ public_id: publicId, author_id: author.id, ...written(draft), published_at: now, listed_at: now })
        .executeTakeFirstOrThrow();
      await queries
        .insertInto("post_stats")
        .values({ post_id: Number(insertId) })
        .execute();
    },
    now,
  );
};

/** Saves an edit made from `version`. False: somebody (the same person in another window) saved one in between. */
export const editPost = (db: Db, post: Post, draft: Draft, version: number, now: Date): Promise<boolean> =>
  inTransaction(db, async (queries) => {
    const { numUpdatedRows } = await queries
      .updateTable("posts")
      .set({ ...written(draft), version: version + 1, edited_at: now })
      .where("id", "=", post.id)
      .where("version", "=", version)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  });

/** Takes a post out of sight: deleted by its author, or removed by an operator. */
export const hidePost = async (db: Db, post: Post, by: "author" | "operator", now: Date): Promise<void> => {
  const fact = by === "author" ? { deleted_at: now } : { removed_at: now };
  await inTransaction(db, (queries) =>
    queries
      .updateTable("posts")
      .set({ ...fact, listed_at: null })
      .where("id", "=", post.id)
      .execute(),
  );
};

const written = ({ title, bodyMd }: Draft) => {
  const html = renderMarkdown(bodyMd);
  return { title, body_md: bodyMd, body_html: html, excerpt: excerptOf(html), html_version: HTML_VERSION };
};

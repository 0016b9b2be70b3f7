import { inTransaction } from "../db/transaction.ts";
import type { Db } from "../db/open.ts";

/** Rows of one transaction: Galera likes them under 1,000. */
const BATCH = 500;

/**
 * Adds the waiting counter deltas to post_stats and returns how many there were. Only the holder of the lease does this, so
 * the counters have one writer; a delta is gone in the same transaction that counted it.
 */
export const foldCounters = (db: Db): Promise<number> =>
  inTransaction(db, async (queries) => {
    const deltas = await queries
      .selectFrom("counter_deltas")
      .selectAll()
      .orderBy("id")
      .limit(BATCH)
      .forUpdate()
      .execute();
    for (const [postId, { comments, last }] of sums(deltas)) {
      await queries
        .updateTable("post_stats")
        .set((set) => ({
          comments: set("comments", "+", comments),
          ...(last === undefined ? {} : { last_comment_at: last }),
        }))
        .where("post_id", "=", postId)
        .execute();
    }
    const ids = deltas.map((delta) => delta.id);
    if (ids.length > 0) await queries.deleteFrom("counter_deltas").where("id", "in", ids).execute();
    return ids.length;
  });

interface Delta {
  readonly post_id: number;
  readonly comments: number;
  readonly at: Date;
}

interface Sum {
  readonly comments: number;
  /** When the newest of the added comments was written; none when comments only went. */
  readonly last: Date | undefined;
}

/** By post, in the order of their ids: two transactions that lock rows in one order cannot block each other. */
const sums = (deltas: readonly Delta[]): readonly (readonly [number, Sum])[] => {
  const byPost = new Map<number, Sum>();
  for (const { post_id, comments, at } of deltas) {
    const sum = byPost.get(post_id) ?? { comments: 0, last: undefined };
    const last = comments > 0 && (sum.last === undefined || at > sum.last) ? at : sum.last;
    byPost.set(post_id, { comments: sum.comments + comments, last });
  }
  return [...byPost].sort(([one], [other]) => one - other);
};

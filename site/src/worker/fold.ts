import type { Transaction } from "kysely";
import type { Db } from "../db/open.ts";
import type { Schema } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";

/** Rows of one transaction: Galera likes them under 1,000. */
const BATCH = 500;

/**
 * Adds the waiting counter deltas to post_stats and returns how many there were: 0 also when another worker was quicker. A
 * delta is gone in the same transaction that counted it. They are read without a lock, which would make every comment wait;
 * that nobody else counted them meanwhile shows when they are deleted.
 */
export const foldCounters = async (db: Db): Promise<number> => {
  try {
    return await inTransaction(db, fold);
  } catch (fault) {
    if (fault instanceof CountedElsewhere) return 0;
    throw fault;
  }
};

class CountedElsewhere extends Error {}

const fold = async (queries: Transaction<Schema>): Promise<number> => {
  const deltas = await queries.selectFrom("counter_deltas").selectAll().orderBy("id").limit(BATCH).execute();
  if (deltas.length === 0) return 0;
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
  const { numDeletedRows } = await queries
    .deleteFrom("counter_deltas")
    .where("id", "in", ids)
    .executeTakeFirstOrThrow();
  if (Number(numDeletedRows) !== ids.length) throw new CountedElsewhere();
  return ids.length;
};

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

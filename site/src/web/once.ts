import type { Transaction } from "kysely";
import { isDuplicate } from "../db/faults.ts";
import { hashOf } from "../db/ids.ts";
import type { Db } from "../db/open.ts";
import type { Schema } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";

/** One filling-in of a form: its key, who sent it, and where the visitor goes when it is done. */
export interface Submission {
  /** From the form; empty when somebody sends it without one, which is then simply done. */
  readonly key: string;
  readonly sender: string;
  readonly location: string;
}

/**
 * Does the work of a create form exactly once, however often the button was pressed, and returns where to go: for a second
 * press the place that the first one made. Work and key are one transaction.
 */
export const doOnce = async (
  db: Db,
  { key, sender, location }: Submission,
  work: (queries: Transaction<Schema>) => Promise<void>,
  now: Date,
): Promise<string> => {
  const formKey = hashOf(`${sender} ${key}`);
  try {
    await inTransaction(db, async (queries) => {
      if (key !== "")
        await queries.insertInto("idempotency_keys").values({ form_key: formKey, location, at: now }).execute();
      await work(queries);
    });
    return location;
  } catch (fault) {
    const done = isDuplicate(fault) ? await locationOf(db, formKey) : undefined;
    if (done === undefined) throw fault;
    return done;
  }
};

const locationOf = async (db: Db, formKey: Buffer): Promise<string | undefined> => {
  const row = await db
    .selectFrom("idempotency_keys")
    .select("location")
    .where("form_key", "=", formKey)
    .executeTakeFirst();
  return row?.location;
};

import { setTimeout as sleep } from "node:timers/promises";
import type { Transaction } from "kysely";
import { isTransient } from "./faults.ts";
import type { Db } from "./open.ts";
import type { Schema } from "./schema.ts";

/** One first try and three more; on two Galera nodes under a hammer four were enough to lose none. */
const TRIES = 4;

/**
 * Runs `work` as one transaction, from its beginning again when the database asks for that. `work` must therefore do
 * nothing but queries on the transaction it is given.
 */
export const inTransaction = async <T>(db: Db, work: (queries: Transaction<Schema>) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (fault) {
      if (attempt === TRIES || !isTransient(fault)) throw fault;
      await sleep(pauseBefore(attempt + 1));
    }
  }
};

/** Milliseconds, growing and random: two that collided must not meet again. */
const pauseBefore = (attempt: number): number => Math.random() * 10 * 2 ** attempt;

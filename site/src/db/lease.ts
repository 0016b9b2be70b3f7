import { sql } from "kysely";
import { isDuplicate, isTransient } from "./faults.ts";
import type { Db } from "./open.ts";

/** The right to do a job alone, until it runs out. */
export interface Lease {
  /** Pushes the end `seconds` away again. False: somebody else has it by now, so stop. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/**
 * Takes the lease `name` for `holder`, or gives undefined while another holds it. A row taken by compare-and-set, because
 * Galera has no GET_LOCK; the database's clock decides, so that no host's clock matters.
 */
export const takeLease = async (db: Db, name: string, holder: string, seconds: number): Promise<Lease | undefined> => {
  const until = sql<Date>`UTC_TIMESTAMP(3) + INTERVAL ${seconds} SECOND`;
  const mine = (): Promise<boolean> =>
    changed(() =>
      db
        .updateTable("leases")
        .set({ holder, until })
        .where("name", "=", name)
        .where((where) => where.or([where("holder", "=", holder), where("until", "<", sql<Date>`UTC_TIMESTAMP(3)`)]))
        .executeTakeFirst()
        .then((result) => result.numUpdatedRows > 0n),
    );
  const first = (): Promise<boolean> =>
    changed(() =>
      db
        .insertInto("leases")
        .values({ name, holder, until })
        .execute()
        .then(() => true),
    );
  if (!(await mine()) && !(await first())) return undefined;
  return {
    renew: mine,
    release: async () => {
      await db.deleteFrom("leases").where("name", "=", name).where("holder", "=", holder).execute();
    },
  };
};

/** Losing the race is an answer, not a fault. */
const changed = async (attempt: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await attempt();
  } catch (fault) {
    if (isDuplicate(fault) || isTransient(fault)) return false;
    throw fault;
  }
};

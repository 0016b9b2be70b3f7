import type { Db } from "../db/open.ts";
import type { Role } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import { userNamed } from "./users.ts";

/** Gives a user another role and ends their sessions, so that none outlives the change. False: no such user. */
export const setRole = (db: Db, username: string, role: Role): Promise<boolean> =>
  inTransaction(db, async (queries) => {
    const user = await userNamed(queries, username);
    if (user === undefined) return false;
    await queries.updateTable("users").set({ role }).where("id", "=", user.id).execute();
    await queries.deleteFrom("sessions").where("user_id", "=", user.id).execute();
    return true;
  });

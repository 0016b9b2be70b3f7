import { newPublicId } from "../db/ids.ts";
import type { Queries } from "../db/open.ts";
import type { Role } from "../db/schema.ts";

/** The one form in which names are compared: Ada and ada are the same person. */
export const nameKey = (username: string): string => username.toLowerCase();

/** Adds a user. Throws the database's duplicate error when the name is taken. */
export const addUser = async (queries: Queries, username: string, passwordHash: string, now: Date): Promise<void> => {
  await queries
    .insertInto("users")
    .values({
      public_id: newPublicId(),
      username,
      username_key: nameKey(username),
      password_hash: passwordHash,
      bio_md: "",
      bio_html: "",
      created_at: now,
    })
    .execute();
};

export interface StoredUser {
  readonly id: number;
  readonly username: string;
  readonly role: Role;
  readonly password_hash: string;
}

export const userNamed = (queries: Queries, username: string): Promise<StoredUser | undefined> =>
  queries
    .selectFrom("users")
    .select(["id", "username", "role", "password_hash"])
    .where("username_key", "=", nameKey(username))
    .executeTakeFirst();

export const setPassword = async (queries: Queries, userId: number, passwordHash: string): Promise<void> => {
  await queries.updateTable("users").set({ password_hash: passwordHash }).where("id", "=", userId).execute();
};

import type { Db } from "../db/open.ts";
import { renderMarkdown } from "../posts/markdown.ts";

const LONGEST_BIO = 1_000;

export const bioFault = (bio: string): string | undefined =>
  [...bio].length > LONGEST_BIO ? `Text about you must be ${LONGEST_BIO} characters or fewer` : undefined;

/** As its owner wrote it. */
export const bioOf = async (db: Db, userId: number): Promise<string> => {
  const row = await db.selectFrom("users").select("bio_md").where("id", "=", userId).executeTakeFirst();
  return row?.bio_md ?? "";
};

export const saveBio = async (db: Db, userId: number, bio: string): Promise<void> => {
  await db
    .updateTable("users")
    .set({ bio_md: bio, bio_html: renderMarkdown(bio, 4) })
    .where("id", "=", userId)
    .execute();
};

import { accounts } from "./001-accounts.ts";
import { posts } from "./002-posts.ts";
import { comments } from "./003-comments.ts";
import { contact } from "./004-contact.ts";
import type { Migration } from "./migration.ts";

/** In the order in which they are run. A new one goes to the end. */
export const migrations: readonly Migration[] = [accounts, posts, comments, contact];

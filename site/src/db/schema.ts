import type { ColumnType, Generated } from "kysely";

/** The tables as the queries see them. The SQL that makes them stands in migrations/. */
export interface Schema {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly posts: Posts;
  readonly post_stats: PostStats;
  readonly counter_deltas: CounterDeltas;
  readonly leases: Leases;
  readonly idempotency_keys: IdempotencyKeys;
  readonly comments: Comments;
  readonly contact_messages: ContactMessages;
  readonly schema_migrations: SchemaMigrations;
}

export type Role = "member" | "operator";
/** Set when the row is made, never after. */
type Fixed<T> = ColumnType<T, T, never>;
/** Empty until it happens. */
type Later = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface Users {
  readonly id: Generated<number>;
  readonly public_id: Fixed<string>;
  readonly username: string;
  readonly username_key: string;
  readonly password_hash: string;
  readonly role: ColumnType<Role, Role | undefined, Role>;
  readonly bio_md: string;
  readonly bio_html: string;
  readonly created_at: Fixed<Date>;
}

interface Sessions {
  readonly token_hash: Fixed<Buffer>;
  readonly user_id: Fixed<number>;
  readonly created_at: Fixed<Date>;
  readonly seen_at: Date;
  readonly expires_at: Date;
  readonly absolute_at: Fixed<Date>;
  readonly user_agent: string;
}

interface Attempts {
  readonly id: Generated<number>;
  readonly kind: string;
  readonly subject: Buffer;
  readonly at: Date;
}

interface Posts {
  readonly id: Generated<number>;
  readonly public_id: Fixed<string>;
  readonly author_id: Fixed<number>;
  readonly title: string;
  readonly body_md: string;
  readonly body_html: string;
  readonly excerpt: string;
  readonly html_version: number;
  readonly version: Generated<number>;
  readonly published_at: Fixed<Date>;
  readonly listed_at: Date | null;
  readonly edited_at: Later;
  readonly deleted_at: Later;
  readonly removed_at: Later;
}

interface PostStats {
  readonly post_id: number;
  readonly comments: Generated<number>;
  readonly last_comment_at: Later;
}

interface CounterDeltas {
  readonly id: Generated<number>;
  readonly post_id: number;
  readonly comments: number;
  readonly at: Date;
}

interface Leases {
  readonly name: string;
  readonly holder: string;
  readonly until: Date;
}

interface IdempotencyKeys {
  readonly form_key: Buffer;
  readonly location: string;
  readonly at: Date;
}

interface Comments {
  readonly id: Generated<number>;
  readonly public_id: Fixed<string>;
  readonly post_id: Fixed<number>;
  readonly parent_id: Fixed<number | null>;
  readonly depth: Fixed<number>;
  readonly author_id: Fixed<number>;
  readonly body_md: string;
  readonly body_html: string;
  readonly html_version: number;
  readonly version: Generated<number>;
  readonly created_at: Fixed<Date>;
  readonly edited_at: Later;
  readonly deleted_at: Later;
  readonly removed_at: Later;
}

interface ContactMessages {
  readonly id: Generated<number>;
  readonly public_id: Fixed<string>;
  readonly user_id: number | null;
  readonly name: string;
  readonly email: string;
  readonly body: string;
  readonly created_at: Fixed<Date>;
  readonly handled_at: Later;
}

interface SchemaMigrations {
  readonly id: string;
  readonly hash: string;
  readonly applied_at: Date;
}

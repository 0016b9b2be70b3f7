import { ASCII, type Migration, TABLE } from "./migration.ts";

export const posts: Migration = {
  id: "002-posts",
  statements: [
    // listed_at is published_at while the post may be listed, and NULL once it is deleted or removed: the list walks one
    // index without a constant in front, which is what makes a page at any depth cost the same.
    `CREATE TABLE IF NOT EXISTS posts (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      public_id CHAR(10) ${ASCII} NOT NULL,
      author_id BIGINT UNSIGNED NOT NULL,
      title VARCHAR(150) NOT NULL,
      body_md MEDIUMTEXT NOT NULL,
      body_html MEDIUMTEXT NOT NULL,
      excerpt VARCHAR(300) NOT NULL,
      html_version SMALLINT UNSIGNED NOT NULL,
      version INT UNSIGNED NOT NULL DEFAULT 1,
      published_at DATETIME(3) NOT NULL,
      listed_at DATETIME(3) NULL,
      edited_at DATETIME(3) NULL,
      deleted_at DATETIME(3) NULL,
      removed_at DATETIME(3) NULL,
      UNIQUE KEY posts_public_id (public_id),
      KEY posts_list (listed_at, id),
      KEY posts_author (author_id, listed_at, id),
      CONSTRAINT posts_by_user FOREIGN KEY (author_id) REFERENCES users (id)
    ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS post_stats (
      post_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      comments INT NOT NULL DEFAULT 0,
      last_comment_at DATETIME(3) NULL,
      CONSTRAINT post_stats_of_post FOREIGN KEY (post_id) REFERENCES posts (id) ON DELETE CASCADE
    ) ${TABLE}`,
    // No foreign key: a delta must never wait for, or collide with, whoever holds the post.
    `CREATE TABLE IF NOT EXISTS counter_deltas (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      post_id BIGINT UNSIGNED NOT NULL,
      comments INT NOT NULL,
      at DATETIME(3) NOT NULL
    ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS idempotency_keys (
      form_key BINARY(32) NOT NULL PRIMARY KEY,
      location VARCHAR(200) ${ASCII} NOT NULL,
      at DATETIME(3) NOT NULL,
      KEY idempotency_keys_age (at)
    ) ${TABLE}`,
  ],
};

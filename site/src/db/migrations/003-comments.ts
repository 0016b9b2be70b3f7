import { ASCII, type Migration, TABLE } from "./migration.ts";

export const comments: Migration = {
  id: "003-comments",
  statements: [
    `CREATE TABLE IF NOT EXISTS comments (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      public_id CHAR(10) ${ASCII} NOT NULL,
      post_id BIGINT UNSIGNED NOT NULL,
      parent_id BIGINT UNSIGNED NULL,
      depth TINYINT UNSIGNED NOT NULL,
      author_id BIGINT UNSIGNED NOT NULL,
      body_md TEXT NOT NULL,
      body_html MEDIUMTEXT NOT NULL,
      html_version SMALLINT UNSIGNED NOT NULL,
      version INT UNSIGNED NOT NULL DEFAULT 1,
      created_at DATETIME(3) NOT NULL,
      edited_at DATETIME(3) NULL,
      deleted_at DATETIME(3) NULL,
      removed_at DATETIME(3) NULL,
      UNIQUE KEY comments_public_id (public_id),
      KEY comments_thread (post_id, id),
      KEY comments_parent (parent_id),
      KEY comments_author (author_id, id),
      CONSTRAINT comments_on_post FOREIGN KEY (post_id) REFERENCES posts (id),
      CONSTRAINT comments_under_comment FOREIGN KEY (parent_id) REFERENCES comments (id),
      CONSTRAINT comments_by_user FOREIGN KEY (author_id) REFERENCES users (id)
    ) ${TABLE}`,
  ],
};

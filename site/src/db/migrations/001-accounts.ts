import { ASCII, type Migration, TABLE } from "./migration.ts";

export const accounts: Migration = {
  id: "001-accounts",
  statements: [
    `CREATE TABLE IF NOT EXISTS users (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      public_id CHAR(10) ${ASCII} NOT NULL,
      username VARCHAR(30) ${ASCII} NOT NULL,
      username_key VARCHAR(30) ${ASCII} NOT NULL,
      password_hash VARCHAR(255) ${ASCII} NOT NULL,
      role VARCHAR(16) ${ASCII} NOT NULL DEFAULT 'member',
      bio_md TEXT NOT NULL,
      bio_html TEXT NOT NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY users_public_id (public_id),
      UNIQUE KEY users_username_key (username_key)
    ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS sessions (
      token_hash BINARY(32) NOT NULL PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      created_at DATETIME(3) NOT NULL,
      seen_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      absolute_at DATETIME(3) NOT NULL,
      user_agent VARCHAR(200) NOT NULL,
      KEY sessions_user (user_id),
      KEY sessions_expiry (expires_at),
      CONSTRAINT sessions_of_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    ) ${TABLE}`,
    `CREATE TABLE IF NOT EXISTS attempts (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      kind VARCHAR(24) ${ASCII} NOT NULL,
      subject BINARY(32) NOT NULL,
      at DATETIME(3) NOT NULL,
      KEY attempts_recent (kind, subject, at),
      KEY attempts_age (at)
    ) ${TABLE}`,
  ],
};

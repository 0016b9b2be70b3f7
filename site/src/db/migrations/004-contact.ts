import { ASCII, type Migration, TABLE } from "./migration.ts";

export const contact: Migration = {
  id: "004-contact",
  statements: [
    `CREATE TABLE IF NOT EXISTS contact_messages (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      public_id CHAR(10) ${ASCII} NOT NULL,
      user_id BIGINT UNSIGNED NULL,
      name VARCHAR(80) NOT NULL,
      email VARCHAR(254) NOT NULL,
      body TEXT NOT NULL,
      created_at DATETIME(3) NOT NULL,
      handled_at DATETIME(3) NULL,
      UNIQUE KEY contact_public_id (public_id),
      KEY contact_inbox (created_at, id),
      CONSTRAINT contact_from_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
    ) ${TABLE}`,
  ],
};

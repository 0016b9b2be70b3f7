import type { Text } from "../../state/vocabulary.ts";
import { databaseSecrets } from "../../topology/database-access.ts";
import type { DatabasePlace } from "../../topology/topology.ts";

/** What reading and writing rows takes. */
const ROWS = ["SELECT", "INSERT", "UPDATE", "DELETE", "EXECUTE", "CREATE TEMPORARY TABLES", "LOCK TABLES", "SHOW VIEW"];
/** What changing tables takes besides. */
const TABLES = [
  "ALTER",
  "ALTER ROUTINE",
  "CREATE",
  "CREATE ROUTINE",
  "CREATE VIEW",
  "DELETE HISTORY",
  "DROP",
  "EVENT",
  "INDEX",
  "REFERENCES",
  "TRIGGER",
];

interface Account {
  readonly name: string;
  readonly secret: string;
  readonly may: readonly string[];
}

/**
 * Whoever migrates may change the tables. A site without migrations has an application that makes its own tables: then
 * that one may, too.
 */
const accountsOf = (database: DatabasePlace, migrates: boolean): readonly Account[] => [
  { name: database.accounts.app, secret: databaseSecrets.app, may: migrates ? ROWS : [...ROWS, ...TABLES] },
  { name: database.accounts.migrate, secret: databaseSecrets.migrate, may: [...ROWS, ...TABLES] },
];

/** SQL that makes database and accounts, each with no more than its privileges. Made to be run again at any time. */
export const accountsSql = (database: DatabasePlace, migrates: boolean): Text => [
  `CREATE DATABASE IF NOT EXISTS \`${database.name}\` CHARACTER SET utf8mb4;\n`,
  ...accountsOf(database, migrates).flatMap((account): Exclude<Text, string> => [
    `CREATE USER IF NOT EXISTS ${user(account)};\n`,
    `ALTER USER ${user(account)} IDENTIFIED BY '`,
    { secret: account.secret },
    "';\n",
    `GRANT ${account.may.join(", ")} ON \`${literal(database.name)}\`.* TO ${user(account)};\n`,
    ...TABLES.filter((privilege) => !account.may.includes(privilege)).map(
      (privilege) => `REVOKE ${privilege} ON \`${literal(database.name)}\`.* FROM ${user(account)};\n`,
    ),
  ]),
];

/** SQL that fails unless all that is so. It compares password hashes: the accounts themselves are not used. */
export const accountsCheckSql = (database: DatabasePlace, migrates: boolean): Text => [
  "DELIMITER //\nBEGIN NOT ATOMIC\n",
  unless(`(SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '${database.name}') = 1`),
  ...accountsOf(database, migrates).flatMap((account): Exclude<Text, string> => [
    `IF (SELECT COUNT(*) FROM mysql.global_priv WHERE User = '${account.name}' AND Host = 'localhost'`,
    " AND JSON_VALUE(Priv, '$.authentication_string') = PASSWORD('",
    { secret: account.secret },
    `')) <> 1 THEN ${FAIL} END IF;\n`,
    unless(
      `(SELECT GROUP_CONCAT(PRIVILEGE_TYPE ORDER BY PRIVILEGE_TYPE) FROM information_schema.SCHEMA_PRIVILEGES` +
        ` WHERE GRANTEE = '\\'${account.name}\\'@\\'localhost\\'' AND TABLE_SCHEMA = '${literal(database.name)}')` +
        ` = '${[...account.may].sort().join(",")}'`,
    ),
  ]),
  "END //\n",
];

const FAIL = "SIGNAL SQLSTATE '45000';";

/** NULL, where nothing was found, is no yes either. */
const unless = (condition: string): string => `IF NOT COALESCE(${condition}, FALSE) THEN ${FAIL} END IF;\n`;

const user = ({ name }: Account): string => `'${name}'@'localhost'`;

/** In a grant _ stands for any letter: `shop_a` would also open `shopxa`. */
const literal = (name: string): string => name.replaceAll("_", "\\_");

import type { Command } from "../../state/vocabulary.ts";
import type { HostName, Topology } from "../../topology/topology.ts";
import { clientCommand } from "./paths.ts";

/** Prints what tables, columns, keys, views, routines and triggers the site's database has. */
export const schemaCommand = (site: Topology, host: HostName): Command | undefined => {
  const place = site.hosts[host];
  if (!place?.roles.includes("database") || !site.database) return undefined;
  return {
    run: clientCommand(place, "--batch", "--skip-column-names"),
    stdin: schemaSql(site.database.name),
    ...(place.account !== undefined && { account: place.account }),
  };
};

/** Only what the author made: no counters, no statistics, no times (information_schema, MariaDB's documentation). */
const schemaSql = (database: string): string => `
SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = '${database}' ORDER BY 1;
SELECT TABLE_NAME, ORDINAL_POSITION, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME, EXTRA,
  GENERATION_EXPRESSION FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '${database}' ORDER BY 1, 2;
SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, NON_UNIQUE, SUB_PART, INDEX_TYPE
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '${database}' ORDER BY 1, 2, 3;
SELECT TABLE_NAME, CONSTRAINT_NAME, REFERENCED_TABLE_NAME, UPDATE_RULE, DELETE_RULE
  FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '${database}' ORDER BY 1, 2;
SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE
  FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '${database}' ORDER BY 1, 2;
SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '${database}' ORDER BY 1;
SELECT ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION
  FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${database}' ORDER BY 1, 2;
SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT
  FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${database}' ORDER BY 1;
`;

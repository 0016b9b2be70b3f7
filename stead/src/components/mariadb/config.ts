import type { HostPlace } from "../../topology/topology.ts";
import { mariadbPaths } from "./paths.ts";

export interface Sizes {
  /** Megabytes. */
  readonly memory: number;
  readonly connections: number;
  /** The folder of its log of changes, which backups need; absent: it keeps none. */
  readonly log?: string;
}

/**
 * The option file. Besides memory it differs from MariaDB's defaults in these: nobody reaches it over the network; a
 * transaction that reads and then writes cannot lose another's update (innodb_snapshot_isolation, off by default before
 * 11.6.2); every acknowledged write is on disk; times are UTC.
 */
export const renderConfig = (place: HostPlace, { memory, connections, log }: Sizes): string => {
  const paths = mariadbPaths(place);
  return `# Written by Stead. Change the settings "mariadb" of stead.config.ts instead.
[mariadbd]
datadir = ${quoted(paths.files)}
socket = ${quoted(paths.socket)}
pid_file = ${quoted(paths.pid)}
skip_networking
skip_name_resolve
local_infile = OFF
symbolic_links = OFF

character_set_server = utf8mb4
collation_server = utf8mb4_unicode_ci
default_time_zone = '+00:00'
sql_mode = STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION
default_storage_engine = InnoDB

innodb_snapshot_isolation = ON
innodb_flush_log_at_trx_commit = 1
innodb_autoinc_lock_mode = 2

max_connections = ${connections}
table_open_cache = 400
open_files_limit = ${connections + 2 * 400 + 200}
innodb_buffer_pool_size = ${memory}M
innodb_log_file_size = 48M
innodb_log_buffer_size = 4M
aria_pagecache_buffer_size = 8M
key_buffer_size = 1M
query_cache_type = OFF
query_cache_size = 0
performance_schema = OFF
max_allowed_packet = 64M

${log === undefined ? "skip_log_bin" : changes(log)}
general_log = OFF
slow_query_log = OFF
log_warnings = 1
`;
};

/**
 * The log of changes: row by row, on disk before a write is acknowledged. Old files go when a backup was proved, and at the latest
 * after a week. Newer versions would keep them until a replica has them, unless told that there is none.
 */
const changes = (folder: string): string => `log_bin = ${quoted(`${folder}/binlog`)}
server_id = 1
binlog_format = ROW
sync_binlog = 1
max_binlog_size = 16M
binlog_expire_logs_seconds = 604800
loose_slave_connections_needed_for_purge = 0`;

/**
 * A value of an option file. In quotes, so that blanks and # belong to it; a backslash begins an escape there
 * (MariaDB, "Configuring MariaDB with Option Files").
 */
const quoted = (path: string): string => {
  const quote = path.includes('"') ? "'" : '"';
  return `${quote}${path.replaceAll("\\", "\\\\")}${quote}`;
};

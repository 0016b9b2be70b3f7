import type { HostPlace } from "../../topology/topology.ts";
import { mariadbPaths } from "./paths.ts";

export interface Sizes {
  /** Megabytes. */
  readonly memory: number;
  readonly connections: number;
}

/**
 * The option file. Besides memory it differs from MariaDB's defaults in these: nobody reaches it over the network; a
 * transaction that reads and then writes cannot lose another's update (innodb_snapshot_isolation, off by default before
 * 11.6.2); every acknowledged write is on disk; times are UTC.
 */
export const renderConfig = (place: HostPlace, { memory, connections }: Sizes): string => {
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

skip_log_bin
general_log = OFF
slow_query_log = OFF
log_warnings = 1
`;
};

/**
 * A value of an option file. In quotes, so that blanks and # belong to it; a backslash begins an escape there
 * (MariaDB, "Configuring MariaDB with Option Files").
 */
const quoted = (path: string): string => {
  const quote = path.includes('"') ? "'" : '"';
  return `${quote}${path.replaceAll("\\", "\\\\")}${quote}`;
};

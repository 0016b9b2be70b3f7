/** The error number a MariaDB or MySQL server gave, if the error came from there. */
const errno = (fault: unknown): number | undefined =>
  fault instanceof Error && "errno" in fault && typeof fault.errno === "number" ? fault.errno : undefined;

const code = (fault: unknown): string | undefined =>
  fault instanceof Error && "code" in fault && typeof fault.code === "string" ? fault.code : undefined;

/** ER_DUP_ENTRY 1062: a unique key already holds this value. */
export const isDuplicate = (fault: unknown): boolean => errno(fault) === 1062;

/**
 * The whole transaction may simply be run again: ER_LOCK_DEADLOCK 1213 (also a certification conflict of Galera),
 * ER_LOCK_WAIT_TIMEOUT 1205, ER_CHECKREAD 1020 (snapshot isolation: the row changed since it was read).
 */
export const isTransient = (fault: unknown): boolean => [1213, 1205, 1020].includes(errno(fault) ?? 0);

/** The database cannot be asked just now: not there, full, shutting down, or (1047) a Galera node without its cluster. */
export const isUnreachable = (fault: unknown): boolean =>
  UNREACHABLE_CODES.has(code(fault) ?? "") || [1040, 1047, 1053, 1203, 1226, 1290, 1927].includes(errno(fault) ?? 0);

const UNREACHABLE_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EACCES",
  "EPIPE",
  "ETIMEDOUT",
  "PROTOCOL_CONNECTION_LOST",
  "POOL_CLOSED",
]);

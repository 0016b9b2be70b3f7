/**
 * Every error code of Stead, with the exit status of the command that ends with it.
 * docs/errors.md has a heading for each, and a test keeps the two alike.
 *
 * Exit status: 1 something failed while acting · 2 the spec or the command line is wrong, nothing was touched ·
 * 3 the machine lacks something (engine, port, disk) · 4 somebody else holds the lock · 5 the release failed and the
 * old one serves on · 130 interrupted.
 */
export const errorCodes = {
  USAGE: 2,
  SPEC_NOT_FOUND: 2,
  SPEC_UNREADABLE: 2,
  SPEC_THROWS: 2,
  SPEC_INVALID: 2,
  SPEC_UNKNOWN_KEY: 2,
  SPEC_EXCLUDES: 2,
  SPEC_DOMAIN: 2,
  ADDRESS_UNREAL: 2,
  ENGINE_MISSING: 3,
  ENGINE_TOO_OLD: 3,
  PORT_TAKEN: 3,
  SYSTEM_UNSUPPORTED: 3,
  DISK_FULL: 3,
  LOCKED: 4,
  PLAN_CYCLE: 1,
  STATE_CLASH: 1,
  FOREIGN_FILE: 1,
  OWN_FILE_UNREADABLE: 1,
  CONFIG_REFUSED: 2,
  COMMAND_FAILED: 1,
  UNIT_NOT_READY: 1,
  NOT_RUNNING: 1,
  WAY_CUT: 1,
  LAB_NEEDS_ROOT: 3,
  LAB_NO_MIRROR: 3,
  RELEASE_BUILD_FAILED: 5,
  RELEASE_MIGRATE_FAILED: 5,
  RELEASE_NOT_LISTENING: 5,
  RELEASE_LISTENS_ELSEWHERE: 5,
  RELEASE_UNHEALTHY: 5,
  RELEASE_CRASHED: 5,
  RELEASE_NOT_FOUND: 2,
  RELEASE_DIRTY: 2,
  SSH_UNREACHABLE: 3,
  SSH_LOGIN_REFUSED: 3,
  SSH_HOST_KEY_UNKNOWN: 3,
  SSH_HOST_KEY_CHANGED: 3,
  SSH_LOST: 1,
  LOCK_LOST: 1,
  SUDO_REFUSED: 3,
  SUDO_PASSWORD_NEEDED: 3,
  SUDO_PASSWORD_WRONG: 3,
  PACKAGES_BROKEN: 3,
  PACKAGES_BUSY: 3,
  PACKAGES_UNAVAILABLE: 3,
  INTERRUPTED: 130,
} as const;

export type ErrorCode = keyof typeof errorCodes;

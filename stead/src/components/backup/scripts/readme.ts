/** For whoever has to restore, and has neither Stead nor the one who wrote it. */
export const renderReadme =
  (): string => `Backups of this site, written by Stead. All of it is plain shell over restic, mariadb-backup and mariadb-binlog.

  ./list                    the backups that are there
  ./backup                  make one now, and prove it by restoring it
  ./prove                   prove the newest one again
  ./restore into NAME WHEN  the database as it was, as another database NAME beside the site's

WHEN is "newest", or a time such as 2026-11-23T16:00:00Z (UTC): all that was committed before.

The file ground says where everything is. With the key (see RESTIC_PASSWORD_FILE there) any machine can read the repository:

  restic -r REPOSITORY --password-file KEY snapshots      (another host: -o "sftp.command='./reach'" as well)
  restic -r REPOSITORY --password-file KEY restore ID --target FOLDER

A snapshot "base" holds MariaDB's files (base/, ready to be started), the position in its log of changes (position), and the checksums of
all tables at the position that stands in their first lines (checksums). A snapshot "log" holds the log of changes, "files" the site's
other data, "keys" what others know it by (DNSSEC, the certificate's authority, secrets). What happened after a backup follows by: mariadb-binlog --start-position=... FILES | mariadb
`;

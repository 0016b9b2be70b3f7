/** The nightly backup: the database as it is on disk, the site's other data, the log; then the proof, and what may be forgotten. */
export const renderBackup = (): string => String.raw`#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Makes a whole backup, proves it by restoring it, and forgets what is too old.
set -eu
. "${"$"}{0%/*}/ground"
one_at_a_time
sql "$socket" --execute='SELECT 1' >/dev/null 2>&1 || fail 68 'The database does not answer.'
open_repository make
stage=$state/stage
trap 'rm -rf "$stage"' EXIT
trap 'exit 130' INT TERM HUP
rm -rf "$stage"
mkdir "$stage"
own "$stage"

echo 'Copying the database'
as mariadb-backup --no-defaults --backup --socket="$socket" --user="$administrator" --datadir="$files" \
  --target-dir="$stage/base" >"$state/backup.words" 2>&1 || failed "$state/backup.words" 'The database could not be copied.'
at=$(date +%Y-%m-%dT%H:%M:%SZ)
as mariadb-backup --no-defaults --prepare --use-memory=64M --target-dir="$stage/base" >"$state/backup.words" 2>&1 ||
  failed "$state/backup.words" 'The copy of the database could not be made consistent.'
# The file's name depends on the version.
cat "$stage/base"/*_binlog_info 2>/dev/null | head -n 1 >"$stage/position"
read -r file position rest <"$stage/position" || fail 69 'The copy has no position in the log of changes.'
checksums "$socket" live >"$stage/checksums"

echo 'Putting it into the repository'
(cd "$stage" && put "$state/backup.words" 'The backup could not be stored.' "base,at=$at,from=$file:$position,to=$file:$position,log=$(log_id)" .)
set -- --exclude "$data/mariadb" --exclude "$state" "$data"
[ ! -d "$certificates" ] || set -- "$@" "$certificates"
put "$state/backup.words" "The site's files could not be stored." "files,at=$at,from=$file:$position,to=$file:$position,log=$(log_id)" "$@"
rm -rf "$stage"
"$programs/copy-log" anyway

echo 'Restoring it, to prove it'
"$programs/prove"

echo 'Forgetting what is too old'
flock "$state/repository.lock" sh -euc '
  restic --quiet unlock
  for tag in base files "log,log=$5"; do
    restic --quiet forget --host "$1" --tag "$tag" --group-by host --keep-last 2 --keep-daily "$2" --keep-weekly "$3" --keep-monthly "$4"
  done
  restic --quiet prune' sh "$name" "$keep_daily" "$keep_weekly" "$keep_monthly" "$(log_id)" >"$state/backup.words" 2>&1 ||
  failed "$state/backup.words" 'Old backups could not be forgotten.'
sql "$socket" --execute='PURGE BINARY LOGS BEFORE NOW() - INTERVAL 2 DAY'
echo "Made and proved the backup of $at"
`;

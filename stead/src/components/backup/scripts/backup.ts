/** The nightly backup: the database as it is on disk, the site's other data, the log; then the proof, and what may be forgotten. */
export const backupProgram: string = String.raw`#!/bin/sh
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

still() { # $1 a folder, $2 its copy: of one moment, for nothing changed until all of it was read again
  for try in 1 2 3 4 5; do
    cp -a "$1" "$2"
    ! diff --recursive --no-dereference "$1" "$2" >"$state/backup.words" 2>&1 || return 0
    rm -r "$2"
    sleep 1
  done
  failed "$state/backup.words" "$1 does not stand still."
}

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
set -- --exclude "$data/mariadb" --exclude "$state"
for folder in $identity; do set -- "$@" --exclude "$folder"; done
(cd "$data" && put "$state/backup.words" "The site's files could not be stored." "files,at=$at,from=$file:$position,to=$file:$position,log=$(log_id)" "$@" .)
if [ -n "$identity" ]; then
  mkdir "$stage/keys"
  for script in "${"$"}{programs%/*}"/*/before-backup; do
    [ ! -x "$script" ] || "$script" >"$state/backup.words" 2>&1 || failed "$state/backup.words" "The site's keys could not be copied."
  done
  for folder in $identity "$secrets"; do still "$folder" "$stage/keys/${"$"}{folder##*/}"; done
  # With the key of the backups nobody could read it here.
  rm -f "$stage/keys/secrets"/backup-*
  (cd "$stage/keys" && put "$state/backup.words" "The site's keys could not be stored." "keys,at=$at,from=$file:$position,to=$file:$position,log=$(log_id)" .)
fi
rm -rf "$stage"
"$programs/copy-log" anyway

echo 'Restoring it, to prove it'
"$programs/prove"

echo 'Forgetting what is too old'
alone() ( # Runs a function while nobody else uses the repository.
  exec 8>>"$state/repository.lock"
  flock 8
  "$@" >"$state/backup.words" 2>&1
)
forget() {
  speak unlock || return
  for tag in base files keys "log,log=$1"; do
    speak forget --host "$name" --tag "$tag" --group-by host --keep-last 2 \
      --keep-daily "$keep_daily" --keep-weekly "$keep_weekly" --keep-monthly "$keep_monthly" || return
  done
}
clear_away() { # $@ ids
  [ $# = 0 ] || speak forget "$@" || return
  speak prune
}
alone forget "$(log_id)" || failed "$state/backup.words" 'Old backups could not be forgotten.'
# Of logs that go with no backup any more nothing is kept.
{ log_id; echo; snapshots base | cut -d ' ' -f 5; } >"$state/logs"
idle=$(snapshots log | while read -r time id from to log_of; do grep -qxF "$log_of" "$state/logs" || echo "$id"; done)
alone clear_away $idle || failed "$state/backup.words" 'Old backups could not be cleared away.'
sql "$socket" --execute='PURGE BINARY LOGS BEFORE NOW() - INTERVAL 2 DAY'
touch "$state/made"
echo "Made and proved the backup of $at"
`;

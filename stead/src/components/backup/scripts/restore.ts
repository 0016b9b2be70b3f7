import { statuses } from "./ground.ts";

/** Restores up to a moment, beside the site or as a preparation of its place. */
export const restoreProgram: string = String.raw`#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# restore into NAME WHEN: the database as it was, as another database NAME beside the site's.
# restore ready WHEN KEYS: the database as it was, in $state/ready; the site's files beside it. KEYS "yes": and the keys that others know
#   the site by (DNSSEC, ACME, secrets); "auto": these where no backup was ever made, as on a server in the place of a lost one.
# restore swap: what is ready takes the place of what is there, which is kept beside. The database must be stopped.
# WHEN: newest, or a time such as 2026-11-23T16:00:00Z (UTC): all that was committed before.
set -eu
. "${"$"}{0%/*}/ground"
. "${"$"}{0%/*}/rebuild"
one_at_a_time
trap end_scratch EXIT
trap 'exit 130' INT TERM HUP

into() { # $1 the other database's name, $2 when
  there=$(sql "$socket" --execute="SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '$1'") ||
    fail ${statuses.notRunning} 'The database does not answer.'
  [ "$there" = 0 ] || fail ${statuses.failed} "The database $1 is there already."
  rebuild "$2"
  {
    as mariadb-dump --no-defaults --socket="$scratch_socket" --user="$administrator" --default-character-set=utf8mb4 \
      --single-transaction --routines --triggers --hex-blob --max-allowed-packet=1G "$database" 2>"$scratch/dump.words" || : >"$scratch/broken"
  } >"$scratch/dump.sql"
  [ ! -e "$scratch/broken" ] || failed "$scratch/dump.words" 'The restored database could not be read.'
  sql "$socket" --execute="CREATE DATABASE $1 CHARACTER SET utf8mb4"
  if ! sql "$socket" --database="$1" <"$scratch/dump.sql" >"$state/restore.words" 2>&1; then
    sql "$socket" --execute="DROP DATABASE $1"
    failed "$state/restore.words" "The restored tables could not be put into $1."
  fi
  echo "Restored $database as it was $(said "$2") into the database $1"
}

said() { [ "$1" = newest ] && echo 'last' || echo "before $1"; }

files_of() { # $1 files or keys, $2 when, $3 where to
  line=$(snapshots "$1" | awk -v wish="$2" -v any="$([ "$2" = newest ] && echo 1)" 'any || $1 < wish' | tail -n 1)
  [ -n "$line" ] || fail ${statuses.nothing} "There is no backup of the site's $1 from before $2."
  line=${"$"}{line#* }
  repository restore "${"$"}{line%% *}" --target "$3" >"$state/restore.words" 2>&1 || failed "$state/restore.words" "The site's $1 could not be read."
}

ready() { # $1 when, $2 keys
  rm -rf "$state/ready"
  rebuild "$1"
  stop_scratch
  rm -f "$scratch/base/base/pid"
  rm -rf "$state/ready.new"
  mkdir "$state/ready.new"
  files_of files "$1" "$state/ready.new/files"
  [ "$2" != auto ] || [ -e "$state/made" ] || set -- "$1" yes
  [ -z "$identity" ] || [ "$2" != yes ] || files_of keys "$1" "$state/ready.new/keys"
  mv "$scratch/base/base" "$state/ready.new/database"
  echo "$1" >"$state/ready.new/when"
  mv "$state/ready.new" "$state/ready"
  echo "Made ready the site's data as they were $(said "$1")"
}

exchange() { # $1 a folder, $2 what takes its place, owned as it was: numbers of accounts are others on another server
  [ -d "$2" ] || return 0
  owner=$(stat --format=%u:%g "$1" 2>/dev/null || stat --format=%u:%g "$2")
  chown -R "$owner" "$2"
  [ ! -e "$1" ] || [ -e "$1.before-$before" ] || mv -T "$1" "$1.before-$before"
  mv -T "$2" "$1"
}

swap() { # Each step is one rename, and done again it goes on from where it was.
  [ -d "$state/ready" ] || fail ${statuses.nothing} 'Nothing is ready.'
  ! sql "$socket" --execute='SELECT 1' >/dev/null 2>&1 || fail ${statuses.failed} 'The database still runs.'
  [ -s "$state/ready/before" ] || date +%Y%m%dT%H%M%SZ >"$state/ready/before"
  before=$(cat "$state/ready/before")
  if [ -d "$state/ready/database" ]; then
    [ ! -e "$files" ] || [ -e "$files.before-$before" ] || mv -T "$files" "$files.before-$before"
    mv -T "$state/ready/database" "$files"
  fi
  kept=$files.before-$before
  # What follows is another log: the old one describes what was.
  [ ! -e "$log/id" ] || mv -T "$log" "$log.before-$before"
  [ -d "$log" ] || as mkdir -m 700 "$log"
  exchange "$data/app" "$state/ready/files/app"
  # Unless asked for, keys stay those of today: they may have changed since, and others rely on them.
  if [ -d "$state/ready/keys" ]; then
    for folder in $identity; do exchange "$folder" "$state/ready/keys/${"$"}{folder##*/}"; done
    cp -a "$state/ready/keys/secrets/." "$secrets"
    # What there was is better than a placeholder; while nobody believes the names, an authority gives none.
    [ "$(cat "$certificates/live/authority" 2>/dev/null)" != nobody ] || "$certify" prepare >/dev/null
  fi
  rm -rf "$state/ready" "$state/copied"
  echo "$kept"
}

case $1 in
into) open_repository look; copied=$("$programs/copy-log" anyway 2>&1) || printf '%s\n' "$copied" >&2; into "$2" "$3" ;;
ready) open_repository look; copied=$("$programs/copy-log" anyway 2>&1) || printf '%s\n' "$copied" >&2; ready "$2" "$3" ;;
swap) swap ;;
esac
`;

import { statuses } from "./ground.ts";

/** Rebuilds the database from the repository as an instance of its own, up to a moment. Other programs read it in. */
export const rebuildProgram: string = String.raw`# Written by Stead. Changes made here are overwritten.
# Functions that rebuild the database in "$state/scratch" as an instance that nobody but its own account can reach.
scratch=$state/scratch

rebuild() { # $1 "newest", a time such as 2026-11-23T16:00:00Z, or "proof" of the newest
  end_scratch
  mkdir "$scratch"
  choose_base "$1"
  own "$scratch"
  as mkdir "$scratch/base" "$scratch/log"
  get "$base" "$scratch/base"
  choose_end "$1"
  start_scratch
  replay
}

get() { # $1 a snapshot, $2 where to: as the database's account
  repository restore "$1" --target "$2" >"$state/rebuild.words" 2>&1 || failed "$state/rebuild.words" 'The backup could not be read.'
  own "$2"
}

choose_base() { # The last backup that was complete before the wanted time.
  snapshots base >"$scratch/bases" || fail ${statuses.unreachable} 'The list of backups cannot be read.'
  [ -s "$scratch/bases" ] || fail ${statuses.nothing} "There is no backup of $name in $RESTIC_REPOSITORY."
  case $1 in
  newest | proof) line=$(tail -n 1 "$scratch/bases") ;;
  *) line=$(awk -v wish="$1" '$1 < wish' "$scratch/bases" | tail -n 1) ;;
  esac
  [ -n "$line" ] || fail ${statuses.nothing} "The oldest backup is of $(head -n 1 "$scratch/bases" | cut -d ' ' -f 1); nothing before can be restored."
  read -r base_at base from rest base_log <<END
$line
END
}

choose_end() { # Which part of the log follows the backup, up to the wanted time.
  # The newest copy of the log that still begins with the file in which the backup ends.
  line=$(snapshots log | awk -v file="${"$"}{from%:*}" -v log_id="$base_log" '$5 == log_id && $3 <= file' | tail -n 1)
  [ -n "$line" ] || fail ${statuses.gap} "No copy of the log of changes goes back to the backup of $base_at."
  read -r log_at copy rest to rest <<END
$line
END
  get "$copy" "$scratch/log"
  case $1 in
  newest) ;;
  proof) to=$(awk '/^Binlog_snapshot_file/ { file = $2 } /^Binlog_snapshot_position/ { print file ":" $2 }' "$scratch/base/checksums") ;;
  *)
    [ ! "$1" \> "$log_at" ] || fail ${statuses.gap} "The log of changes was copied up to $log_at, not up to $1."
    first=$(first_after "$1")
    to=${"$"}{first:-$to}
    ;;
  esac
}

logs() { # The log files from the backup's to the last, one a line; told when one is missing
  file=${"$"}{from%:*}
  while :; do
    [ -e "$scratch/log/$file" ] || fail ${statuses.gap} "The file $file of the log of changes is missing."
    echo "$scratch/log/$file"
    [ "$file" != "${"$"}{to%:*}" ] || break
    # A leading zero would make it octal.
    number=$(echo "${"$"}{file##*.}" | sed 's/^0*//')
    file=$(printf 'binlog.%06d' $((number + 1)))
  done
}

read_log() { as mariadb-binlog --no-defaults --skip-annotate-row-events "$@"; }

first_after() { # $1 a time: the position of the first transaction that was committed then or later; nothing: there is none
  logs >"$scratch/logs"
  while read -r file; do
    found=$(read_log --base64-output=decode-rows "$file" 2>/dev/null | awk -v wish="$1" '
      /^# at [0-9]+$/ { at = $3 }
      /^#[0-9][0-9][0-9][0-9][0-9][0-9] .* server id .*\tGTID / {
        time = substr($0, 9, 8); gsub(" ", "0", time)
        if ("20" substr($0, 2, 2) "-" substr($0, 4, 2) "-" substr($0, 6, 2) "T" time "Z" >= wish) { print at; exit }
      }')
    # What is before the backup belongs to it already.
    if [ -n "$found" ]; then
      [ "${"$"}{file##*/}" = "${"$"}{from%:*}" ] && [ "$found" -lt "${"$"}{from#*:}" ] && found=${"$"}{from#*:}
      echo "${"$"}{file##*/}:$found"
      break
    fi
  done <"$scratch/logs"
}

replay() {
  [ "$from" != "$to" ] || return 0
  logs >"$scratch/logs"
  set --
  while read -r file; do set -- "$@" "$file"; done <"$scratch/logs"
  {
    read_log --start-position="${"$"}{from#*:}" --stop-position="${"$"}{to#*:}" "$@" 2>"$scratch/replay.words" || : >"$scratch/broken"
  } | sql "$scratch_socket" --binary-mode >"$state/rebuild.words" 2>&1 || failed "$state/rebuild.words" 'The log of changes could not be replayed.'
  [ ! -e "$scratch/broken" ] || failed "$scratch/replay.words" 'The log of changes could not be read.'
}

start_scratch() {
  as mariadbd --no-defaults --datadir="$scratch/base/base" --socket="$scratch_socket" --pid-file="$scratch/base/pid" \
    --skip-networking --skip-log-bin --skip-slave-start --event-scheduler=OFF --default-time-zone=+00:00 --innodb-log-file-size=48M \
    --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=2 --max-allowed-packet=1G --performance-schema=OFF \
    --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci --log-error="$scratch/base/words" >/dev/null 2>&1 9>&- &
  tries=0
  until sql "$scratch_socket" --execute='SELECT 1' >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 300 ] && kill -0 $! 2>/dev/null || failed "$scratch/base/words" 'The restored database does not start.'
    sleep 0.4
  done
}

stop_scratch() {
  [ -s "$scratch/base/pid" ] || return 0
  pid=$(cat "$scratch/base/pid")
  # After a power cut the number may be another's.
  grep -qs "$scratch_socket" "/proc/$pid/cmdline" || return 0
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
}

end_scratch() {
  stop_scratch
  rm -rf "$scratch"
}
`;

/** Copies the log of changes into the repository when it has grown; `follow` goes on doing so, and keeps the server's disk free. */
export const copyLogProgram: string = String.raw`#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Copies the database's log of changes into the repository, if it has grown: copy-log [follow | anyway]
# A log file that is being written is a whole log up to the position that was asked for before.
set -eu
. "${"$"}{0%/*}/ground"
. "${"$"}{0%/*}/rebuild"

first() { set -- "$log"/binlog.[0-9]*; printf '%s' "${"$"}{1##*/}"; }

copy() {
  at=$(date +%Y-%m-%dT%H:%M:%SZ)
  to=$(sql "$socket" --execute='SHOW MASTER STATUS' 2>/dev/null | { read -r file position rest && echo "$file:$position"; }) || return 0
  [ "$1" = anyway ] || [ "$to" != "$(cat "$state/copied" 2>/dev/null)" ] || return 0
  (cd "$log" && put "$state/copy-log.words" 'The log of changes could not be copied.' "log,at=$at,from=$(first),to=$to,log=$(log_id)" .)
  printf '%s' "$to" >"$state/copied"
}

sweep() ( # What a power cut or a restore that was called off has left.
  one_at_a_time 2>/dev/null
  end_scratch
  rm -rf "$state/stage" "$state/ready.new"
  find "$state/ready" -maxdepth 0 -mmin +1440 -exec rm -rf {} + 2>/dev/null || :
)

bound() ( # Whoever writes more than the disk is to hold gets a whole backup, and a log that begins anew.
  most=${"$"}{most_log:-$(($(df --output=size --block-size=1K "$log" | tail -n 1) / 10))}
  [ "$(du -sk "$log" | cut -f 1)" -gt "$most" ] || exit 0
  one_at_a_time 2>/dev/null
  sql "$socket" --execute='FLUSH BINARY LOGS' || exit
  [ ! -e "$state/repository" ] || (copy anyway) || :
  newest=$(sql "$socket" --execute='SHOW MASTER STATUS' | cut -f 1) || exit
  # A file that InnoDB has yet to make a checkpoint of is kept without a word; to count it again would make another backup.
  for try in 1 2 3 4 5 6 7 8 9 10; do
    sql "$socket" --execute="PURGE BINARY LOGS TO '$newest'" || exit
    [ "$(first)" != "$newest" ] || break
    sleep 1
  done
  rm -f "$log/id" "$state/copied"
  "$programs/backup"
)

[ "${"$"}{1:-}" = follow ] || { copy "${"$"}{1:-}"; exit; }
# Of many copies of one day the last has all that is in the others.
hourly() (
  exec 8>>"$state/repository.lock"
  flock 8
  speak forget --host "$name" --tag "log,log=$(log_id)" --group-by host --keep-last 1 --keep-daily "$((keep_daily + 1))" >/dev/null
)
sweep || :
count=0
while :; do
  bound || :
  if [ -e "$state/repository" ]; then
    copy follow
    count=$((count + 1))
    [ $((count % 360)) != 0 ] || { hourly && sweep; } || :
  fi
  sleep 10
done
`;

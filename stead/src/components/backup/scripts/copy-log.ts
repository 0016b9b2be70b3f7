/** Copies the log of changes into the repository when it has grown; `follow` goes on doing so. */
export const renderCopyLog = (): string => String.raw`#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Copies the database's log of changes into the repository, if it has grown: copy-log [follow | anyway]
# A log file that is being written is a whole log up to the position that was asked for before.
set -eu
. "${"$"}{0%/*}/ground"

first() { set -- "$log"/binlog.[0-9]*; printf '%s' "${"$"}{1##*/}"; }

copy() {
  at=$(date +%Y-%m-%dT%H:%M:%SZ)
  to=$(sql "$socket" --execute='SHOW MASTER STATUS' 2>/dev/null | { read -r file position rest && echo "$file:$position"; }) || return 0
  [ "$1" = anyway ] || [ "$to" != "$(cat "$state/copied" 2>/dev/null)" ] || return 0
  (cd "$log" && put "$state/copy-log.words" 'The log of changes could not be copied.' "log,at=$at,from=$(first),to=$to,log=$(log_id)" .)
  printf '%s' "$to" >"$state/copied"
}

[ "${"$"}{1:-}" = follow ] || { copy "${"$"}{1:-}"; exit; }
# Of many copies of one day the last has all that is in the others.
count=0
while :; do
  if [ -e "$state/repository" ]; then
    copy follow
    count=$((count + 1))
    [ $((count % 360)) != 0 ] || flock "$state/repository.lock" restic --quiet forget --host "$name" --tag "log,log=$(log_id)" \
      --group-by host --keep-last 1 --keep-daily "$((keep_daily + 1))" >/dev/null || :
  fi
  sleep 10
done
`;

import { clockProgram } from "../../topology/watched.ts";

/** What the watcher looks at. */
export interface Watched {
  readonly site: string;
  /** The sender. */
  readonly notify: string;
  /** The folder in which the sender notes what it has told; what the watcher saw last lies there as well. */
  readonly told: string;
  readonly data: string;
  /** The folder of certificates, each NAME.crt. */
  readonly certificates: string;
  /** The file that was last touched when a backup was proved by restoring it; absent: nothing is backed up here. */
  readonly restored?: string;
}

/** The script that a timer runs each hour: it says of each thing whether it is wrong, and the sender knows whether that is news. */
export const renderWatcher = ({ site, notify, told, data, certificates, restored }: Watched): string => `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# Looks once an hour whether something is wrong, and says so to the sender, which tells it once.
set -u
now=$(date +%s)
judge() { # $1 a key, $2 what is wrong; empty: nothing
  if [ -n "$2" ]; then ${notify} begin "$1" "$2"; else ${notify} end "$1"; fi
}

# Units that failed, do not come up, or were started again more than five times since the last look.
show() { systemctl show "--property=$1" --value "$2"; }
true >"${told}/.again.new"
systemctl list-units --all --plain --no-legend 'stead-${site}-*' 'stead-host-*' stead-backup-${site}.service | while read -r unit rest; do
  again=$(show NRestarts "$unit") wrong=
  before=$(awk -v unit="$unit" '$1 == unit { print $2 }' "${told}/.again" 2>/dev/null)
  echo "$unit \${again:=0}" >>"${told}/.again.new"
  [ $((again - \${before:-0})) -le 5 ] || wrong="$unit ends again and again"
  case $(show ActiveState "$unit") in
  failed) wrong="$unit has failed" ;;
  activating) [ "$again" -le 2 ] || wrong="$unit does not come up" ;;
  esac
  judge "unit_$unit" "$wrong"
done
mv "${told}/.again.new" "${told}/.again"
for note in ${told}/*/unit_*; do # what is there no more
  [ "$(show ActiveState "\${note##*/unit_}")" != inactive ] || judge "unit_\${note##*/unit_}" ''
done

# Disks: nearly full, or full within a day if it goes on as since the last look.
df --output=pcent,used,avail,target / /var /srv ${data} | tail -n +2 | sort -u -k 4 | while read -r percent used free at; do
  wrong= last="${told}/.used$(printf '%s' "$at" | tr / _)"
  if [ "\${percent%\\%}" -gt 85 ]; then
    wrong="the disk of $at is \${percent%\\%}% full"
  elif [ -e "$last" ] && read -r then before <"$last"; then
    grown=$((used - before)) passed=$((now - then))
    if [ "$passed" -gt 0 ] && [ "$grown" -gt 0 ] && [ $((free / grown * passed)) -lt 86400 ]; then
      wrong="the disk of $at will be full within a day"
    fi
  fi
  echo "$now $used" >"$last"
  judge "disk_$at" "$wrong"
done

${lookAtCertificates(certificates)}if said=$(${clockProgram}); then judge clock ''; else judge clock "the clock: $said"; fi
${lookAtRestore(restored)}`;

const lookAtCertificates = (
  certificates: string,
): string => `# Certificates with less than a quarter of their life left: they should have been renewed long ago.
for file in ${certificates}/*.crt; do
  [ -e "$file" ] || continue
  at() { date -d "$(openssl x509 -noout "-$1" -in "$file" | cut -d = -f 2)" +%s; }
  name=\${file##*/} wrong=
  openssl x509 -noout -in "$file" 2>/dev/null || { judge "certificate_$name" "the certificate $name cannot be read"; continue; }
  from=$(at startdate) to=$(at enddate)
  [ $(((to - now) * 4)) -ge $((to - from)) ] || wrong="the certificate \${name%.crt} ends in $(((to - now) / 3600)) hours"
  judge "certificate_$name" "$wrong"
done
`;

const lookAtRestore = (restored: string | undefined): string =>
  restored === undefined
    ? "judge restore ''\n"
    : `# Before the first proof, the hours count from this script's own making.
proof=${restored} wrong=
[ -e "$proof" ] || proof=$0
[ $((now - $(stat --format=%Y "$proof"))) -le 93600 ] || wrong='no backup was proved by a restore for more than 26 hours'
judge restore "$wrong"
`;

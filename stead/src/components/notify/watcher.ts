import { clockProgram } from "../../topology/watched.ts";

/** What the watcher looks at. */
export interface Watched {
  readonly site: string;
  /** The sender. */
  readonly notify: string;
  readonly told: string;
  readonly data: string;
  /** The folder of certificates, each NAME.crt. */
  readonly certificates: string;
  /** The file that was last touched when a backup was proved by restoring it. */
  readonly restored: string;
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

# Units that failed, or are started over and over.
failing() { systemctl show --property=ActiveState,SubState --value "$1" | grep -qxE 'failed|auto-restart'; }
systemctl list-units --all --plain --no-legend 'stead-${site}-*' | while read -r unit rest; do
  if failing "$unit"; then judge "unit_$unit" "$unit has failed"; fi
done
for file in ${told}/unit_*; do
  unit=\${file##*/unit_}
  [ ! -e "$file" ] || failing "$unit" || judge "unit_$unit" ''
done

# Disks: nearly full, or full within a day if it goes on as since the last look.
df --output=pcent,used,avail,target / ${data} | tail -n +2 | sort -u -k 4 | while read -r percent used free at; do
  wrong=
  [ "\${percent%\\%}" -le 85 ] || wrong="the disk of $at is \${percent%\\%}% full"
  last="${told}/.used$(printf '%s' "$at" | tr / _)"
  if [ -e "$last" ] && read -r then before <"$last" && [ -z "$wrong" ]; then
    grown=$((used - before)) passed=$((now - then))
    if [ "$passed" -gt 0 ] && [ "$grown" -gt 0 ] && [ $((free / grown * passed)) -lt 86400 ]; then
      wrong="the disk of $at will be full within a day"
    fi
  fi
  echo "$now $used" >"$last"
  judge "disk_$at" "$wrong"
done

${lookAtCertificates(certificates)}if said=$(${clockProgram}); then judge clock ''; else judge clock "the clock: $said"; fi
[ ! -e ${restored} ] || if [ $((now - $(stat --format=%Y ${restored}))) -gt 93600 ]; then
  judge restore 'no backup was proved by a restore for more than 26 hours'
else judge restore ''; fi
`;

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

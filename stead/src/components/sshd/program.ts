import { dropInPath, wantedPath } from "./paths.ts";

/** Puts the drop-in in place and lets sshd read it again; sessions that are open stay (sshd(8), SIGHUP). */
export const program = `#!/bin/sh
# Written by Stead. Changes made here are overwritten.
# The drop-in of sshd: sshd check | try | keep | back | leave
set -eu
umask 022
wanted=${wantedPath}
drop_in=${dropInPath}
before=$wanted.before

# The running sshd read its files when it started or was last reloaded.
taken_in() {
  read_at=$(systemctl show --timestamp=unix --property=StateChangeTimestamp --value ssh)
  [ "$(stat --format=%Y "$drop_in")" -le "\${read_at#@}" ]
}

reload() {
  /usr/sbin/sshd -t
  systemctl reload ssh
}

put() {
  cat "$1" >"$drop_in.new"
  sync "$drop_in.new"
  mv "$drop_in.new" "$drop_in"
}

case $1 in
check) # 0: sshd reads what is wanted, and has read it
  cmp -s "$wanted" "$drop_in" && [ ! -e "$before" ] && taken_in
  ;;
try) # What was there is the way back, also for whoever comes after an interrupted try.
  if [ ! -e "$before" ]; then
    if [ -e "$drop_in" ]; then cp -p "$drop_in" "$before"; else : >"$before"; fi
  fi
  put "$wanted"
  reload
  ;;
keep)
  rm -f "$before"
  ;;
back)
  [ -e "$before" ] || exit 0
  if [ -s "$before" ]; then put "$before"; else rm -f "$drop_in"; fi
  reload
  rm -f "$before"
  ;;
leave)
  rm -f "$drop_in" "$before"
  reload
  ;;
esac
`;

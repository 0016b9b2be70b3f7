import { LOCK_FILE } from "./lock-file.ts";

/** Where the distribution puts programs (the PATH of Debian's root). */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Seconds without a word from us after which what runs there is ended: longer than a busy network stalls. */
const SILENCE = 20;

/**
 * Reads a script from its input and becomes it. The only text that stands in an argv, on either side: everything else goes through the
 * pipe. Lines before the one with the length are skipped: a password that sudo did not ask for. `head -c` takes exactly so many bytes.
 * Any login shell understands it within single quotes.
 */
export const READER = 'while IFS= read -r n; do case $n in "#"*) break;; esac; done; eval "$(head -c "${n#?}")"';

/** The input that READER takes for a script. */
export const asRead = (script: string): string => `#${Buffer.byteLength(script)}\n${script}`;

/** What begins every mark of a shell: nothing that a program writes by chance. */
export const signOf = (nonce: string): string => `\u001E${nonce}:`;

/**
 * A shell that does what it is told over its input, one request after the other. A request is a line `KIND ID BYTES INPUT TOKEN`, a
 * script of BYTES bytes and INPUT bytes of input for it; then, on both outputs, `begin ID`, what was written, `end ID OUTCOME`.
 * - `task`: runs the script in a subshell, which ends by itself.
 * - `hold`: the same, and the script reads further words from descriptor 3.
 * - `program`: the script defines `prepare` (says by its status what is lacking) and `start` (becomes the program). It gets a session of
 *   its own and is killed with it when our words stop coming; after the input comes a line `whole`, so that half an input is never
 *   taken for all of it.
 *   A signal of ours interrupts `wait`, which then tells 128 and its number; asked once more it tells the program's own status.
 * TOKEN is the lock's: a request is refused when the lock has another holder by now. `-`: none is needed.
 */
export const shellText = (nonce: string): string => `
PATH=${PATH} LANG=C.UTF-8 HOME=/root USER=root LOGNAME=root
export PATH LANG HOME USER LOGNAME
umask 022
cd /
exec 3<&0 </dev/null
mark() {
  printf '\\036${nonce}:%s\\n' "$1"
  printf '\\036${nonce}:%s\\n' "$1" >&2
}
mine() {
  [ "$1" = - ] || { IFS= read -r held <${LOCK_FILE} && [ "$held" = "$1" ]; } 2>/dev/null
}
there() {
  case $1 in */*) [ -f "$1" ] && [ -x "$1" ]; return ;; esac
  IFS=:
  for folder in $PATH; do [ -f "$folder/$1" ] && [ -x "$folder/$1" ] && return; done
  return 1
}
skip() {
  [ "$input" = 0 ] || head -c "$input" <&3 >/dev/null
}
task() {
  if [ "$input" = 0 ]; then
    (eval "$script") 3<&-
  else
    head -c "$input" <&3 | { (eval "$script") 3<&-; status=$?; cat >/dev/null; exit "$status"; }
  fi
  outcome=$?
}
hold() {
  (eval "$script")
  outcome=$?
}
watch() {
  setsid sh -c 'while case $(timeout --foreground ${SILENCE} dd bs=64k count=1 2>&1 >/dev/null) in 0+0*|"") false ;; esac; do :; done
    kill -s TERM "$1"' watch $$ <&3 3<&- >/dev/null 2>&1 &
  watcher=$!
}
end_group() {
  kill -s KILL -- "-$1" "$1" 2>/dev/null
}
program() {
  pid= watcher= whole= gone= heard=
  eval "$script"
  (prepare) 3<&- >/dev/null 2>&1
  case $? in
    0) ;;
    71) skip; [ "$input" = 0 ] || IFS= read -r line <&3; outcome=no-folder; return ;;
    72) skip; [ "$input" = 0 ] || IFS= read -r line <&3; outcome=no-account; return ;;
    *) skip; [ "$input" = 0 ] || IFS= read -r line <&3; outcome=no-program; return ;;
  esac
  trap 'heard=1 gone=1; [ -z "$pid" ] || end_group "$pid"' TERM
  trap 'heard=1 whole=1' USR1
  if [ "$input" = 0 ]; then
    { prepare; start; } 3<&- &
    pid=$!
    watch
  else
    {
      head -c "$input" <&3 || exit
      IFS= read -r line <&3
      if [ "$line" = whole ]; then kill -s USR1 $$; else kill -s TERM $$; sleep 1; fi
    } 2>/dev/null | { prepare; start; } 3<&- &
    pid=$!
    trap 'heard=1 whole=1; [ "$watcher" ] || watch' USR1
    [ -z "$whole" ] || watch
  fi
  [ -z "$gone" ] || end_group "$pid"
  await "$pid"
  trap : TERM USR1
  [ -z "$watcher" ] || { end_group "$watcher"; wait "$watcher"; } 2>/dev/null
  end_group "$pid"
  if [ "$gone" ]; then spent=1; elif [ "$input" != 0 ] && [ -z "$watcher" ]; then spent=1; fi
}
await() {
  wait "$1" 2>/dev/null
  outcome=$?
  while [ "$heard" ]; do
    heard=
    wait "$1" 2>/dev/null
    set -- "$1" $?
    case $2-$outcome in 127-138|127-143) outcome=127 ;; 127-*) ;; *) outcome=$2 ;; esac
  done
}
spent=
mark up
while IFS= read -r line <&3; do
  set -- $line
  [ $# = 5 ] || continue
  id=$2 input=$4 outcome=
  script=$(head -c "$3" <&3)
  mark "begin $id"
  if mine "$5"; then "$1"; else skip; outcome=lock-lost spent=1; fi
  mark "end $id $outcome $spent"
  [ -z "$spent" ] || exit 0
done
`;

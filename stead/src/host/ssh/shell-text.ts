import { LOCK_FILE } from "./lock-file.ts";
import { RUNS_PROGRAMS } from "./runs-programs.ts";

/** Where the distribution puts programs (the PATH of Debian's root). */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

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
 * Any other line is skipped: a heartbeat, or a `whole`, that came too late.
 * A SIGTERM ends the program that runs. The first mark of all is `up PID`.
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
${RUNS_PROGRAMS}
spent=
mark "up $$"
while IFS= read -r line <&3; do
  set -- $line
  [ $# = 5 ] || continue
  id=$2 input=$4 outcome=
  script=$(head -c "$3" <&3)
  mark "begin $id"
  if mine "$5"; then "$1"; else skip; outcome=lock-lost; fi
  mark "end $id $outcome $spent"
  [ -z "$spent" ] || exit 0
done
`;

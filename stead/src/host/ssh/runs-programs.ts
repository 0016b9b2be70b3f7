/** Seconds without a word from us after which what runs there is ended: longer than a busy network stalls. */
const SILENCE = 20;

/** Reads until the end, or until nothing came for too long, then calls the shell. perl-base is essential to Debian; sh cannot wait for so long only. */
const LISTEN = `do { vec($in = "", 0, 1) = 1 } while (select($in, undef, undef, ${SILENCE}) > 0 && sysread(STDIN, $words, 65536)); kill TERM, $ARGV[0]`;

/**
 * The part of the remote shell's text that runs programs (`program` of shell-text.ts). `watch` reads what comes from us while a program
 * runs, and calls when nothing comes any more. It is one process, a child of the shell, so that the shell can wait until it is gone: a
 * reader that only was killed may still take the first bytes of the next request. The program's process is `$!`, and the leader of its
 * session. A signal interrupts `wait`, which then tells 128 and its number; asked once more, it tells the program's own status.
 */
export const RUNS_PROGRAMS = `
watch() {
  perl -e '${LISTEN}' $$ <&3 3<&- >/dev/null 2>&1 &
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
    71) skip; outcome=no-folder; return ;;
    72) skip; outcome=no-account; return ;;
    *) skip; outcome=no-program; return ;;
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
    [ -z "$whole" ] || [ "$watcher" ] || watch
  fi
  [ -z "$gone" ] || end_group "$pid"
  await "$pid"
  trap : TERM USR1
  [ -z "$watcher" ] || { kill -s KILL "$watcher"; wait "$watcher"; } 2>/dev/null
  end_group "$pid"
  if [ "$gone" ]; then outcome=unheard spent=1; elif [ "$input" != 0 ] && [ -z "$watcher" ]; then spent=1; fi
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
`;

/**
 * argv that makes nginx take in its configuration, and waits until only workers with the new one take requests.
 * nginx refuses a configuration silently after SIGHUP and serves on with the old one; then this ends with status 1.
 */
export const reloadCommand = (pidFile: string): readonly string[] => ["/bin/sh", "-c", script, "reload-nginx", pidFile];

/** The kernel lists a process's children (proc(5)); nginx writes into a worker's title that it is shutting down. */
const script = `
read -r master < "$1" || exit 1
children() { cat "/proc/$master/task/$master/children"; }
serving() {
  for worker in $1; do
    title=$(tr '\\0' ' ' < "/proc/$worker/cmdline" 2>/dev/null) || continue
    case $title in *"worker process is shutting down"*) ;; *"worker process"*) return 0 ;; esac
  done
  return 1
}
old=$(children)
kill -HUP "$master" || exit 1
for attempt in $(seq 100); do
  serving "$old" || exit 0
  sleep 0.05
done
echo "nginx did not take the new configuration; its log says why" >&2
exit 1
`;

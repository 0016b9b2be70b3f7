import type { Host } from "../../host.ts";
import { parseInetTable, parseUnixTable } from "../../proc/socket-tables.ts";
import type { Endpoint } from "../../../state/vocabulary.ts";

/** What the processes of a service's control group listen on: TCP ports and unix sockets. */
export const listeningOf = async (run: Host["run"], service: string): Promise<readonly Endpoint[]> => {
  const { stdout } = await run(["/bin/sh", "-c", LOOK, "listening", service]);
  const [sockets = "", tcp = "", tcp6 = "", unix = ""] = stdout.split("==== stead\n");
  const inodes = new Set([...sockets.matchAll(/socket:\[(\d+)\]/gu)].map(([, inode]) => inode));
  return [...parseInetTable(tcp), ...parseInetTable(tcp6), ...parseUnixTable(unix)]
    .filter(({ inode }) => inodes.has(inode))
    .map(({ at }) => at);
};

/** The group's processes stand in the second hierarchy of control groups, wherever that is mounted. */
const LOOK = `
group=$(systemctl show --property=ControlGroup --value -- "$1")
[ -n "$group" ] || exit 0
for root in /sys/fs/cgroup /sys/fs/cgroup/unified; do
  [ -f "$root$group/cgroup.procs" ] || continue
  while read -r pid; do ls -l "/proc/$pid/fd" 2>/dev/null; done <"$root$group/cgroup.procs"
done
for table in tcp tcp6 unix; do echo '==== stead'; cat "/proc/net/$table" 2>/dev/null; done
exit 0
`;

import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Lab, LabHost } from "./lab.ts";
import { PREAMBLE } from "./shell.ts";

/** Seconds that a host may take to answer: 1 on an idle machine. */
const LONGEST_BOOT = 90;

/**
 * $1 the namespace and group, $2 the address, $3 the machine. Asked before its first process says that it listens at its
 * address, a host would be silent, and the question repeated by the kernel only after 1 s. /dev/tcp is bash's own: nothing
 * lingers, as with nc. Ends with whoever asked: killed right after it has started this, Stead could not tie it to its own
 * life any more.
 */
const ASK = `scope=$GROUPS_AT/$1/$3/payload/init.scope/cgroup.procs tries=0
listens() {
  pid=; { read -r pid <"$scope"; } 2>/dev/null
  [ -n "$pid" ] && grep -qs ":0016 0*:0000 0A" "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" || return 1
  case $2 in
    *:*) grep -sv "^fe80" "/proc/$pid/net/if_inet6" | grep -qv " lo$" ;;
    *) grep -qsF -- "|-- $2" "/proc/$pid/net/fib_trie" ;;
  esac
}
until listens "$@" || [ $tries -ge 200 ] || [ ! -d "/proc/$PPID" ]; do tries=$((tries + 1)); sleep 0.05; done
while [ -d "/proc/$PPID" ]; do
  if nsenter --net=/run/netns/"$1" timeout 3 bash -c \\
    'exec 3<>"/dev/tcp/$0/22" && read -r -t 2 line <&3 && [[ $line == SSH-* ]]' "$2" 2>/dev/null
  then exit 0; fi
  sleep 0.05
done
exit 1`;

/** Waits until a host's sshd says its first line. Throws UNIT_NOT_READY with the last lines of its console. */
export const awaitSsh = async (machine: Host, lab: Lab, host: LabHost, signal?: AbortSignal): Promise<void> => {
  const address = host.addresses[0] ?? "";
  const words = [lab.network, address, host.machine];
  const options = { timeout: LONGEST_BOOT, ...(signal ? { signal } : {}) };
  const { exitCode } = await machine.run(["/bin/sh", "-c", PREAMBLE + ASK, "stead-lab", ...words], options);
  if (exitCode === 0) return;
  signal?.throwIfAborted();
  throw new SteadError({
    code: "UNIT_NOT_READY",
    where: `${host.name} of the lab`,
    what: `its sshd did not answer at ${address} within ${LONGEST_BOOT} s.`,
    mend: "See the last lines of its console below; `stead lab down` clears the lab.",
    lines: await lastLines(machine, `${host.home}/console.log`),
  });
};

const lastLines = async (machine: Host, file: string): Promise<readonly string[]> => {
  const { stdout } = await machine.run(["tail", "-n", "15", file]);
  return stdout.trimEnd().split("\n");
};

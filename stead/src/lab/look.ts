import type { Host } from "../host/host.ts";
import type { Lab, LabHost } from "./lab.ts";
import { shell } from "./shell.ts";

/** How a host of a lab is, seen from outside. */
export interface HostLook {
  readonly name: string;
  /** `off`: crashed or never started. `silent`: it runs, but its sshd does not answer, because it boots or is cut off. */
  readonly state: "off" | "silent" | "running" | "frozen";
  /** Whether its wire is cut. */
  readonly cut: boolean;
  /** Whether its disk was filled. */
  readonly full: boolean;
  readonly memoryBytes: number;
}

/** $1 the namespace and group; then for each host its machine, link, home and address. One line each. */
const LOOK = `
name=$1; shift
while [ $# -ge 4 ]; do
  group=$GROUPS_AT/$name/$1 running=0 frozen=0 cut=0 full=0 answers=0 memory=0
  if grep -qs "populated 1" "$group/cgroup.events"; then
    running=1
    frozen=$(cat "$group/cgroup.freeze")
    case $(ip -n "$name" -oneline link show dev "$2" 2>/dev/null) in *[\\<,]UP[,\\>]*) ;; *) cut=1 ;; esac
    [ $frozen = 1 ] || ! timeout 1 nsenter --net=/run/netns/"$name" bash -c \\
      'exec 3<>"/dev/tcp/$0/22" && read -r -t 1 line <&3 && [[ $line == SSH-* ]]' "$4" 2>/dev/null || answers=1
    memory=$(find "$group" -name cgroup.procs -exec cat {} + | while read -r pid; do
      grep -s ^Pss: "/proc/$pid/smaps_rollup" || true; done | awk '{ sum += $2 } END { print sum * 1024 }')
  fi
  [ ! -e "$3/disk/filler" ] || full=1
  echo "$running $frozen $cut $full $answers $memory"
  shift 4
done
`;

/** Looks at the hosts of a lab. Touches nothing. */
export const lookAt = async (machine: Host, lab: Lab, hosts: readonly LabHost[]): Promise<readonly HostLook[]> => {
  const words = hosts.flatMap((host) => [host.machine, host.link, host.home, host.addresses[0] ?? ""]);
  const output = await shell(
    machine,
    { task: "looking at it", text: LOOK, words: [lab.network, ...words] },
    { timeout: 60 },
  );
  const lines = output.trimEnd().split("\n");
  return hosts.map(({ name }, index) => readLook(name, lines[index] ?? ""));
};

const readLook = (name: string, line: string): HostLook => {
  const [running, frozen, cut, full, answers, memory] = line.split(" ").map(Number);
  return {
    name,
    state: running === 0 ? "off" : stateOf(frozen === 1, answers === 1),
    cut: cut === 1,
    full: full === 1,
    memoryBytes: memory ?? 0,
  };
};

const stateOf = (frozen: boolean, answers: boolean): HostLook["state"] => {
  if (frozen) return "frozen";
  return answers ? "running" : "silent";
};

/** Whether a lab that was noted is really there: its network and its processes' group, which end with the machine's power. */
export const isThere = async (machine: Host, lab: Lab): Promise<boolean> => {
  const text = `[ -e "/run/netns/$1" ] && [ -d "$GROUPS_AT/$1/keepers" ] && echo yes || echo no`;
  return (await shell(machine, { task: "looking for it", text, words: [lab.network] })).trim() === "yes";
};

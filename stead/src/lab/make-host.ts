import type { Host } from "../host/host.ts";
import { resolverAddresses } from "./internet/resolver.ts";
import type { Lab, LabHost } from "./lab.ts";
import { isIPv6, networkFile, router } from "./network.ts";
import { PROXY_PORT } from "./package-proxy.ts";
import { shell } from "./shell.ts";

/**
 * $1 its home, $2 the image and what lies over it, $3 the size of its disk; standard input: its network. Its disk is a file
 * system of its own (sparse), so that a full one is the host's affair alone; the image below it is shared with all others.
 * A flush ends in this machine's memory (barrier=0), which outlives every crash of a host: nothing is gained by waiting
 * for the real disk. With a machine-id and the marks of systemd-update-done(8) it boots as a rented server does, not as
 * one that was never switched on.
 */
const MAKE = `
cd "$1"
echo "$2" | tr : "\\n" | while read -r image; do touch "$image.lock"; done
mkdir disk root
truncate -s "$3" disk.img
mkfs.ext4 -q -F -m 0 -E lazy_itable_init=1,lazy_journal_init=1,nodiscard disk.img
mount -o loop,noatime,barrier=0 disk.img disk
rmdir disk/lost+found
mkdir disk/upper disk/work
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/disk/upper,workdir=$1/disk/work" root
cat >root/etc/systemd/network/10-host0.network
echo "$HOST_NAME" >root/etc/hostname
printf '%s\\n' "$HOST_NAMES" >root/etc/hosts
printf '%s\\n' "$APT_PROXY" >root/etc/apt/apt.conf.d/80-stead-lab
printf '%s\\n' "$RESOLVERS" >root/etc/resolv.conf
tr -d - </proc/sys/kernel/random/uuid >root/etc/machine-id
touch root/etc/.updated root/var/.updated
[ -z "$MEMORY" ] || {
  mkdir -p root/etc/stead-lab root/etc/systemd/system/sysinit.target.wants
  printf '%s\\n' "$MEMORY" >root/etc/stead-lab/meminfo
  printf '%s\\n' "$MEMORY_UNIT" >root/etc/systemd/system/stead-lab-memory.service
  ln -s ../stead-lab-memory.service root/etc/systemd/system/sysinit.target.wants/
}
install -m 600 ssh_host_ed25519_key root/etc/ssh/ssh_host_ed25519_key
install -m 644 ssh_host_ed25519_key.pub root/etc/ssh/ssh_host_ed25519_key.pub
install -d -m 700 root/root/.ssh
install -m 600 ../../ssh/key.pub root/root/.ssh/authorized_keys
`;

/** Makes a host: its disk over the image, its name, its addresses and its keys. It does not run yet. */
export const makeHost = async (machine: Host, host: LabHost, lower: string, disk: string): Promise<void> => {
  const environment = {
    HOST_NAME: host.name,
    HOST_NAMES: ["127.0.0.1 localhost", "::1 localhost", ...host.addresses.map((one) => `${one} ${host.name}`)].join(
      "\n",
    ),
    RESOLVERS: resolvConf(host),
    MEMORY: host.memory === undefined ? "" : sayMemory(host.memory),
    MEMORY_UNIT,
    APT_PROXY: `Acquire::http::Proxy "http://${proxyFor(host)}:${PROXY_PORT}";\nAcquire::Check-Valid-Until "false";`,
  };
  const script = { task: `making ${host.name}`, text: MAKE, words: [host.home, lower, disk] };
  await shell(machine, script, { stdin: networkFile(host), environment, timeout: 60 });
};

/** What /proc/meminfo says on a host with a limit (proc(5)): the kernel itself would tell this machine's. */
const sayMemory = (bytes: number): string =>
  Object.entries({ MemTotal: bytes, MemFree: bytes / 2, MemAvailable: bytes / 2, SwapTotal: 0, SwapFree: 0 })
    .map(([name, value]) => `${name}: ${Math.floor(value / 1024)} kB`)
    .join("\n");

const MEMORY_UNIT = `[Unit]
Description=How much memory this host of a lab has
DefaultDependencies=no
Before=sysinit.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/mount --bind /etc/stead-lab/meminfo /proc/meminfo`;

/** The resolver, over the protocols that the host has. */
const resolvConf = ({ addresses }: LabHost): string =>
  resolverAddresses
    .filter((one) => addresses.some((address) => isIPv6(address) === isIPv6(one)))
    .map((one) => `nameserver ${one}`)
    .join("\n");

const proxyFor = ({ addresses }: LabHost): string => (addresses.every(isIPv6) ? `[${router.v6}]` : router.v4);

/**
 * $1 its home, $2 the machine's name, $3 the link, $4 the namespace, $5 bytes of memory or ""; $GROUP the lab's group. The
 * limit is version 1's where the machine has its memory controller there, and no swap comes to it. A loop of its own
 * session boots it again when it reboots itself: nspawn then ends with 133 (--keep-unit). A link or a mount that a killed
 * one left is in the way ("File exists", "exists already, refusing"). --keep-unit also keeps a machine's own systemd from
 * taking the guest out of the lab's group into a scope, where no fault would find it. Version 2 of the control groups for
 * every guest: Debian's newest refuse version 1.
 */
const BOOT = `
export GROUP="$GROUPS_AT/$4" LIMITED=
mkdir -p "$GROUP/$2"
if [ -n "$5" ] && [ -e /sys/fs/cgroup/memory/memory.limit_in_bytes ]; then
  LIMITED=/sys/fs/cgroup/memory/$4/$2; mkdir -p "$LIMITED"
  echo "$5" >"$LIMITED/memory.limit_in_bytes"
  [ ! -e "$LIMITED/memory.memsw.limit_in_bytes" ] || echo "$5" >"$LIMITED/memory.memsw.limit_in_bytes"
elif [ -n "$5" ]; then
  echo +memory >"$GROUPS_AT/cgroup.subtree_control"
  echo +memory >"$GROUP/cgroup.subtree_control"
  echo "$5" >"$GROUP/$2/memory.max"
  [ ! -e "$GROUP/$2/memory.swap.max" ] || echo 0 >"$GROUP/$2/memory.swap.max"
fi
export LIMITED
echo 0 >"$GROUP/$2/cgroup.freeze"
rm -f "$1/keeper"
setsid sh -c '
echo $$ >"$GROUP/keepers/cgroup.procs" || exit 1
echo $$ >"$1/keeper"
while :; do
  ip -n "$4" link delete "$3" 2>/dev/null
  umount --recursive "/run/systemd/nspawn/unix-export/$2" 2>/dev/null
  sh -c '"'"'echo $$ >"$GROUP/$2/cgroup.procs" && { [ -z "$LIMITED" ] || echo $$ >"$LIMITED/cgroup.procs"; } && SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec nsenter --net=/run/netns/"$4" \\
    systemd-nspawn --quiet --directory="$1/root" --boot --machine="$2" --hostname="$(cat "$1/root/etc/hostname")" \\
    --network-bridge=br0 --register=no --keep-unit --resolv-conf=off --timezone=off --link-journal=no --console=read-only'"'"' \\
    sh "$1" "$2" "$3" "$4"
  [ $? = 133 ] || break
done' sh "$1" "$2" "$3" "$4" </dev/null >>"$1/console.log" 2>&1 &
tries=0
until [ -s "$1/keeper" ]; do tries=$((tries + 1)); [ $tries -lt 500 ] || exit 1; sleep 0.02; done
`;

/** Switches a host on. It may not answer yet. */
export const bootHost = async (machine: Host, lab: Lab, host: LabHost): Promise<void> => {
  const words = [host.home, host.machine, host.link, lab.network, String(host.memory ?? "")];
  await shell(machine, { task: `starting ${host.name}`, text: BOOT, words }, { timeout: 30 });
};

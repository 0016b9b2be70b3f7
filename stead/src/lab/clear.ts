import type { Host } from "../host/host.ts";
import { LAB_FOLDER, type Lab } from "./lab.ts";
import { CLOSE_WHEN_UNUSED } from "./package-proxy.ts";
import { shell } from "./shell.ts";

/**
 * $1 the lab's home, $2 its namespace and group, $3 its id. Goes by what is there, not by what is noted: every process of
 * the lab is in its group, every mount below its home, every link in its namespace. A killed nspawn leaves folders named
 * after its machine, locks named after its root, and groups of version 1 where the machine has those. Mounts and loop
 * devices are let go a moment after the last process; a device that somebody still holds goes with them (losetup(8)).
 */
const CLEAR = `
group=$GROUPS_AT/$2
if [ -d "$group" ]; then
  echo 1 >"$group/cgroup.kill"
  tries=0
  until grep -q "populated 0" "$group/cgroup.events"; do tries=$((tries + 1)); [ $tries -lt 500 ] || exit 1; sleep 0.02; done
fi
for group in "$group" "/sys/fs/cgroup/systemd/$2" "/sys/fs/cgroup/memory/$2"; do
  [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} +
done
for root in "$1"/hosts/*/root; do
  [ ! -d "$root" ] || rm -f "/run/systemd/nspawn/locks/$(stat --format=inode-%d:%i "$root")"
done
mounts() { awk -v below="$1/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r; }
tries=0
while [ -n "$(mounts "$1")" ]; do
  mounts "$1" | while read -r mount; do umount "$mount" 2>/dev/null || true; done
  tries=$((tries + 1)); [ $tries -lt 200 ] || exit 1
  [ -z "$(mounts "$1")" ] || sleep 0.05
done
[ ! -e "/run/netns/$2" ] || ip netns delete "$2"
for left in /run/systemd/nspawn/*/"$3"-*; do umount --recursive "$left" 2>/dev/null || true; done
rm -rf /run/systemd/nspawn/*/"$3"-*
tries=0
for image in "$1"/hosts/*/disk.img; do
  [ -e "$image" ] || continue
  while losetup --noheadings --output NAME --associated "$image" | grep . >"$1/loops" && [ $tries -lt 60 ]; do
    while read -r loop; do losetup --detach "$loop" 2>/dev/null || true; done <"$1/loops"
    tries=$((tries + 1)); sleep 0.05
  done
done
rm -rf "$1"
`;

/** Days for which an image or a layer is kept that no host was made of: another recipe or other packages took its place. */
const KEPT = 30;

/** What builds of images that were killed have left (one that goes on holds its lock), and what nobody uses any more. */
const CLEAR_IMAGES = `
for part in ${LAB_FOLDER}/images/*.part; do
  [ -d "$part" ] || continue
  flock --nonblock "\${part%.part}.lock" rm -rf "$part" || true
done
find ${LAB_FOLDER}/images -maxdepth 1 -name '*.lock' -mtime +${KEPT} 2>/dev/null | while read -r lock; do
  image=\${lock%.lock}
  grep -q "[=:]$image[:,]" /proc/self/mountinfo || flock --nonblock "$lock" rm -rf "$image" "$lock" || true
done
`;

/** Takes away everything of a lab, however it was left: processes, mounts, network, files. Absent is fine. */
export const clearLab = async (machine: Host, lab: Lab): Promise<void> => {
  const words = [lab.home, lab.network, lab.id];
  await shell(machine, { task: "clearing it", text: CLEAR, words }, { timeout: 120 });
  await shell(
    machine,
    { task: "clearing the package cache", text: CLOSE_WHEN_UNUSED + CLEAR_IMAGES },
    { timeout: 120 },
  );
};

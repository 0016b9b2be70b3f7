import type { Host, WantedPackage } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import type { Report } from "../kernel/report.ts";

/** What a lab is made with, all of it Debian's. */
const packages: readonly WantedPackage[] = [
  { name: "mmdebstrap", provides: "/usr/bin/mmdebstrap" },
  { name: "systemd-container", provides: "/usr/bin/systemd-nspawn" },
  { name: "iproute2", provides: "/usr/sbin/ip" },
  { name: "e2fsprogs", provides: "/usr/sbin/mkfs.ext4" },
  { name: "openssh-client", provides: "/usr/bin/ssh" },
  { name: "netcat-openbsd", provides: "/usr/bin/nc.openbsd" },
  { name: "socat", provides: "/usr/bin/socat" },
  { name: "knot", provides: "/usr/sbin/knotd" },
  { name: "unbound", provides: "/usr/sbin/unbound" },
  { name: "pebble", provides: "/usr/bin/pebble" },
  { name: "openssl", provides: "/usr/bin/openssl" },
  { name: "curl", provides: "/usr/bin/curl" },
  { name: "apt-cacher-ng", provides: "/usr/sbin/apt-cacher-ng" },
];

/** Throws LAB_NEEDS_ROOT unless this is Linux with control groups of version 2, and we are root. Touches nothing. */
export const refuseWithoutRoot = async (host: Host): Promise<void> => {
  const looks = `[ "$(uname)" = Linux ] || { echo "this machine is $(uname), not Linux."; exit; }
[ "$(id -u)" = 0 ] || { echo "you are $(id -un), not root."; exit; }
[ -e /sys/fs/cgroup/cgroup.procs ] || [ -e /sys/fs/cgroup/unified/cgroup.procs ] || echo "the kernel offers no control groups of version 2 here."`;
  const { stdout } = await host.run(["/bin/sh", "-c", looks]);
  if (stdout.trim() === "") return;
  throw new SteadError({
    code: "LAB_NEEDS_ROOT",
    where: "stead lab",
    what: stdout.trim(),
    mend: "A lab is made of containers and networks of the Linux kernel: type it as root on Linux (sudo stead lab …).",
  });
};

/** Installs what a lab is made with. No service of theirs is left running. Throws ENGINE_MISSING. */
export const installRequirements = async (host: Host, report: Report): Promise<void> => {
  const missing = new Set(await host.packages.missing(packages));
  if (missing.size === 0) return;
  report({
    kind: "line",
    says: `The lab needs ${[...missing].join(", ")} on this machine; they are installed with apt.`,
  });
  await host.packages.install(
    packages.filter(({ name }) => missing.has(name)),
    (says) => report({ kind: "line", says }),
  );
};

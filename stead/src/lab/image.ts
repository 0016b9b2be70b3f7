import { createHash } from "node:crypto";
import type { Host } from "../host/host.ts";
import type { Report } from "../kernel/report.ts";
import { LAB_FOLDER, suites, type DebianRelease } from "./lab.ts";
import type { Mirror } from "./mirror.ts";
import { shell } from "./shell.ts";

/** Seconds for one image: 25 on an idle machine of two cores, more where the archive is slow. */
const BUILD = 900;

/** A rented server with nothing but sshd, and what a person needs to look around in it. */
const included =
  "systemd,systemd-sysv,dbus,openssh-server,iproute2,iputils-ping,nftables,curl,ca-certificates,procps,netbase,sudo,less,python3-minimal,libnss-systemd";

/**
 * $1 the image, $2 the suite, $3 the main archive, $4 the security archive or "". Identity (host keys, machine-id) is each
 * host's own. Its mounts are its own, so that a killed build leaves none; what it has written so far lies in `.part`.
 */
const RECIPE = `
[ ! -d "$1" ] || exit 0
rm -rf "$1.part" && mkdir -p "$1.part/tmp"
security=; [ -z "$4" ] || security="deb $4 $2-security main"
TMPDIR=$1.part/tmp unshare --mount --propagation slave mmdebstrap --quiet --mode=root --variant=apt \\
  --include=${included} \\
  --aptopt='Acquire::Check-Valid-Until "false"' --dpkgopt=force-unsafe-io \\
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \\
  --dpkgopt='path-exclude=/usr/share/doc/*' \\
  --customize-hook='rm -f "$1"/etc/ssh/ssh_host_*; : >"$1"/etc/machine-id; rm -f "$1"/etc/resolv.conf' \\
  --customize-hook='chroot "$1" systemctl --quiet enable systemd-networkd' \\
  --customize-hook='chroot "$1" systemctl --quiet mask systemd-networkd-wait-online apt-daily.timer apt-daily-upgrade.timer dev-hugepages.mount' \\
  "$2" "$1.part/root" "deb $3 $2 main" \${security:+"$security"}
mv "$1.part/root" "$1" && rm -rf "$1.part"
`;

/** The folder of a release's base image: another recipe or another archive is another image. */
export const imageOf = (debian: DebianRelease, mirror: Mirror): string => {
  const key = createHash("sha256")
    .update(`${RECIPE}\0${mirror.main}\0${mirror.security ?? ""}`)
    .digest("hex")
    .slice(0, 8);
  return `${LAB_FOLDER}/images/${suites[debian]}-${key}`;
};

/** Makes the base image of a release unless it is there; two labs that want it at once make it once. */
export const buildImage = async (
  host: Host,
  debian: DebianRelease,
  mirror: Mirror,
  { report, signal }: { readonly report: Report; readonly signal: AbortSignal },
): Promise<void> => {
  const image = imageOf(debian, mirror);
  if ((await host.files.look([image])).get(image)?.kind === "folder") return;
  const [step, from] = [`image-${debian}`, performance.now()];
  report({ kind: "begin", step, says: `Making the image of Debian ${debian}, once for all labs` });
  await host.files.makeFolder(`${LAB_FOLDER}/images`, { mode: 0o755 });
  const words = [image, suites[debian], mirror.main, mirror.security ?? ""];
  const text = `exec flock "$1.lock" /bin/sh -euc '${RECIPE.replaceAll("'", String.raw`'\''`)}' stead-lab "$@"`;
  await shell(host, { task: `the image of Debian ${debian}`, text, words }, { timeout: BUILD, signal });
  report({
    kind: "end",
    step,
    says: `Made the image of Debian ${debian}`,
    seconds: (performance.now() - from) / 1000,
  });
};

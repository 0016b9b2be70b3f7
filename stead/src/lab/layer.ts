import { createHash } from "node:crypto";
import type { Host } from "../host/host.ts";
import type { Report } from "../kernel/report.ts";
import { imageOf } from "./image.ts";
import { LAB_FOLDER, type LabServer } from "./lab.ts";
import type { Mirror } from "./mirror.ts";
import { proxyOnMachine } from "./package-proxy.ts";
import { shell } from "./shell.ts";

/** Seconds for one layer: about ten where the packages are cached. */
const BUILD = 900;

/**
 * $1 the layer, $2 the image below it, $3 the package cache, then packages. Installed as Stead installs them on a server:
 * nothing starts, and no service that they bring is left enabled. Its mounts are its own, so that a killed build leaves
 * none. What apt only needed to install is not kept.
 */
const BUILD_LAYER = `
[ ! -d "$1" ] || exit 0
rm -rf "$1.part" && mkdir -p "$1.part/upper" "$1.part/work" "$1.part/root"
unshare --mount --propagation slave sh -euc '
  part=$1.part image=$2 proxy=$3; shift 3
  cd "$part"
  mount -t overlay overlay -o "lowerdir=$image,upperdir=$part/upper,workdir=$part/work" root
  mount -t proc proc root/proc
  mount --rbind /dev root/dev
  enabled() { systemctl --root=root list-unit-files --state=enabled --no-legend --no-pager --plain | cut -d " " -f 1 | sort; }
  enabled >before
  printf "#!/bin/sh\\nexit 101\\n" >root/usr/sbin/policy-rc.d
  chmod 755 root/usr/sbin/policy-rc.d
  export DEBIAN_FRONTEND=noninteractive
  set -- -o "Acquire::http::Proxy=$proxy" -o Acquire::Check-Valid-Until=false install --yes -qq --no-install-recommends "$@"
  chroot root apt-get -qq -o "Acquire::http::Proxy=$proxy" -o Acquire::Check-Valid-Until=false update
  chroot root apt-get "$@"
  enabled | comm -13 before - | while read -r unit; do systemctl --quiet --root=root disable "$unit"; done
  rm -rf root/usr/sbin/policy-rc.d root/var/lib/apt/lists/* root/var/cache/apt/*.bin root/var/cache/apt/archives/*.deb
' sh "$@"
mv "$1.part/upper" "$1" && rm -rf "$1.part"
`;

/** The folder of a layer with packages over a base image; undefined: the host is to be bare. */
export const layerOf = ({ debian, packages }: LabServer, mirror: Mirror): string | undefined => {
  if (packages === undefined || packages.length === 0) return undefined;
  const image = imageOf(debian, mirror).slice(`${LAB_FOLDER}/images/`.length);
  const key = createHash("sha256")
    .update(`${BUILD_LAYER}\0${[...packages].toSorted().join(" ")}`)
    .digest("hex")
    .slice(0, 8);
  return `${LAB_FOLDER}/images/${image}-${key}`;
};

/** What a host's root lies on, the uppermost first, as overlayfs has it. */
export const lowerOf = (server: LabServer, mirror: Mirror): string =>
  [layerOf(server, mirror), imageOf(server.debian, mirror)].filter((folder) => folder !== undefined).join(":");

/** Makes the layer that a host needs unless it is there; the image below it must be. Throws COMMAND_FAILED. */
export const buildLayer = async (
  machine: Host,
  server: LabServer,
  mirror: Mirror,
  { report, signal }: { readonly report: Report; readonly signal: AbortSignal },
): Promise<void> => {
  const layer = layerOf(server, mirror);
  if (layer === undefined || (await machine.files.look([layer])).get(layer)?.kind === "folder") return;
  const [step, from] = [`layer-${server.debian}`, performance.now()];
  const what = `the packages of ${server.name} over Debian ${server.debian}`;
  report({ kind: "begin", step, says: `Installing ${what}, once for all labs` });
  const words = [layer, imageOf(server.debian, mirror), proxyOnMachine, ...[...(server.packages ?? [])].toSorted()];
  const text = `exec flock "$1.lock" /bin/sh -euc '${BUILD_LAYER.replaceAll("'", String.raw`'\''`)}' stead-lab "$@"`;
  await shell(machine, { task: what, text, words }, { timeout: BUILD, signal });
  report({ kind: "end", step, says: `Installed ${what}`, seconds: (performance.now() - from) / 1000 });
};

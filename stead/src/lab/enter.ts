import type { Lab } from "./lab.ts";
import { resolverAddresses } from "./internet/resolver.ts";
import { PREAMBLE } from "./shell.ts";

/**
 * $1 the lab's namespace and group, $2 its home, $3 "trust" or "", then the command. It gets an /etc of its own, over the
 * machine's, in which names are resolved by the lab: gone with the command. In the lab's group it ends with the lab. It lets
 * go of its copies of all labs' mounts at once: else it would hold the disks of those that go meanwhile.
 */
const ENTER = `
mkdir -p "$2/client"
echo $$ >"$GROUPS_AT/$1/keepers/cgroup.procs"
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
exec nsenter --net=/run/netns/"$1" unshare --mount --propagation private /bin/sh -euc '
  at=$1/client trust=$2 authorities=$1/internet/ca.pem labs=\${1%/*}; shift 2
  awk -v below="$labs/" "index(\\$5, below) == 1 { print \\$5 }" /proc/self/mountinfo | sort -r | xargs -r umount --lazy
  mount -t tmpfs tmpfs "$at"
  mkdir -p "$at/etc/ssl/certs" "$at/work"
  printf "%s\\n" "$RESOLVERS" >"$at/etc/resolv.conf"
  sed "s/^hosts:.*/hosts: files dns/" /etc/nsswitch.conf >"$at/etc/nsswitch.conf"
  if [ "$trust" = trust ]; then
    cat /etc/ssl/certs/ca-certificates.crt "$authorities" >"$at/etc/ssl/certs/ca-certificates.crt"
    export NODE_EXTRA_CA_CERTS="$authorities"
  fi
  mount -t overlay overlay -o "lowerdir=/etc,upperdir=$at/etc,workdir=$at/work" /etc
  unset RESOLVERS
  exec "$@"
' sh "$2" "$3" "\${@:4}"
`;

/**
 * The words that run a command of this machine as a client in the lab's network: it has the way to the hosts and the
 * lab's resolver, and nothing of the world. Needs root. `trust`: it takes the lab's authority for a real one.
 */
export const enterLab = (
  lab: Lab,
  command: readonly string[],
  { trust = false }: { readonly trust?: boolean } = {},
): readonly string[] => {
  const resolvers = `export RESOLVERS='${resolverAddresses.map((address) => `nameserver ${address}`).join("\n")}'\n`;
  const text = PREAMBLE + resolvers + ENTER;
  return ["/bin/bash", "-euc", text, "stead-lab", lab.network, lab.home, trust ? "trust" : "", ...command];
};

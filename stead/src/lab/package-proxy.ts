import type { Host } from "../host/host.ts";
import { LAB_FOLDER, type Lab } from "./lab.ts";
import { shell } from "./shell.ts";

/** Of apt-cacher-ng, and of each lab's door to it. */
export const PROXY_PORT = 3142;

const FOLDER = `${LAB_FOLDER}/packages`;

/** A loopback address of its own (all of 127.0.0.0/8 is, RFC 1122): the port may be taken at 127.0.0.1. */
const AT = "127.83.116.1";

/** How this machine itself reaches it. */
export const proxyOnMachine = `http://${AT}:${PROXY_PORT}`;

/**
 * One cache for all labs, in a control group of its own. A unix socket leads to it, because that can be reached from any
 * network namespace; its own does not answer (3.7.4), hence the second program.
 */
const CONFIGURATION = `CacheDir: ${FOLDER}/cache
LogDir: ${FOLDER}/log
SupportDir: /usr/lib/apt-cacher-ng
Port: ${PROXY_PORT}
BindAddress: ${AT}
SocketPath: ${FOLDER}/run/unused
PidFile: ${FOLDER}/run/pid
PassThroughPattern: .*
ForeGround: 1
`;

/** Days for which a package is kept that nobody asked for again. */
const KEPT = 60;

/** Standard input: its configuration. Programs get sessions of their own, so that they outlive this command. */
const START = `
cd ${FOLDER}
exec 9>lock && flock 9
mkdir -p conf cache log run && chown apt-cacher-ng:apt-cacher-ng cache log run && chmod 700 run
cat >conf/acng.conf
group=$GROUPS_AT/stead-lab-packages
mkdir -p "$group"
if ! grep -q "populated 1" "$group/cgroup.events"; then
  rm -f run/socket
  find log -type f -size +5M -delete
  find cache -type f -atime +${KEPT} -delete
  setsid sh -c 'echo $$ >"$1/cgroup.procs" && exec setpriv --reuid apt-cacher-ng --regid apt-cacher-ng \\
    --clear-groups apt-cacher-ng -c conf' sh "$group" </dev/null >log/output 2>&1 9>&- &
  setsid sh -c 'echo $$ >"$1/cgroup.procs" && exec socat UNIX-LISTEN:run/socket,fork,mode=600 \\
    TCP:${AT}:${PROXY_PORT}' sh "$group" </dev/null >log/door 2>&1 9>&- &
fi
tries=0
until [ -S run/socket ] && ss -Hltn "src ${AT}:${PROXY_PORT}" | grep -q .; do
  tries=$((tries + 1)); [ $tries -lt 500 ] || exit 1; sleep 0.02
done
`;

/** $1 the namespace, $2 the lab's group. The door is open on all of the router's addresses. */
const DOOR = `
setsid sh -c 'echo $$ >"$GROUP/keepers/cgroup.procs" && exec nsenter --net=/run/netns/"$1" socat \\
  TCP6-LISTEN:${PROXY_PORT},ipv6only=0,fork,reuseaddr UNIX-CONNECT:${FOLDER}/run/socket' sh "$1" </dev/null >/dev/null 2>&1 &
tries=0
until nsenter --net=/run/netns/"$1" ss -Hltn "sport = :${PROXY_PORT}" | grep -q .; do
  tries=$((tries + 1)); [ $tries -lt 500 ] || exit 1; sleep 0.02
done
`;

/** Starts the package cache unless it runs. */
export const startPackages = async (host: Host): Promise<void> => {
  await host.files.makeFolder(FOLDER, { mode: 0o755 });
  await shell(host, { task: "the package cache", text: START }, { stdin: CONFIGURATION, timeout: 60 });
};

/** Lets the hosts of a lab reach the package cache, and nothing else of this machine. */
export const openPackages = async (host: Host, lab: Lab): Promise<void> => {
  const text = `export GROUP="$GROUPS_AT/$2"\n${DOOR}`;
  await shell(host, { task: "the way to the package cache", text, words: [lab.network, lab.network] }, { timeout: 60 });
};

/** Ends the package cache when no lab is left. What it has fetched stays. */
export const CLOSE_WHEN_UNUSED = `
if [ -d ${FOLDER} ]; then
  exec 9>${FOLDER}/lock && flock 9
  group=$GROUPS_AT/stead-lab-packages
  others=$(find "$GROUPS_AT" -maxdepth 1 -name 'stead-lab-*' ! -name stead-lab-packages)
  if [ -z "$others" ] && [ -d "$group" ]; then
    echo 1 >"$group/cgroup.kill"
    until grep -q "populated 0" "$group/cgroup.events"; do sleep 0.02; done
    rmdir "$group"
  fi
fi
`;

import type { Host } from "../../host/host.ts";
import type { Lab } from "../lab.ts";
import { shell } from "../shell.ts";

/** A program of the lab's own internet, in the lab's network and without root's powers. */
export interface Keeper {
  readonly name: "root" | "registry" | "provider" | "resolver" | "acme";
  /** The system account it runs as. */
  readonly account: string;
  readonly run: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** What it listens on when it is ready: TCP ports, in the notation of ss(8). */
  readonly ports: readonly number[];
}

/** Where everything of the lab's own internet lies. Root's, and readable for the keepers. */
export const internetFolder = (lab: Lab): string => `${lab.home}/internet`;

/** The folder of a keeper's own state; it starts in it. */
export const keeperFolder = (lab: Lab, name: Keeper["name"]): string => `${internetFolder(lab)}/${name}`;

/**
 * $1 the lab's group, $2 its namespace, $3 the folder, $4 the account, $5 the ports, then the program's words. Its log
 * lies outside of the folder, where its account cannot put something else in the log's place. Left alone when it runs.
 */
const START = `
export GROUP="$GROUPS_AT/$1" NETWORK=$2 PLACE=$3 ACCOUNT=$4; ports=$5; shift 5
if ! [ -s "$PLACE.pid" ] || ! grep -qx "$(cat "$PLACE.pid")" "$GROUP/keepers/cgroup.procs"; then
  setsid sh -c 'echo $$ >"$GROUP/keepers/cgroup.procs" && echo $$ >"$PLACE.pid" && cd "$PLACE" &&
    exec nsenter --net=/run/netns/"$NETWORK" setpriv --reuid "$ACCOUNT" --regid "$ACCOUNT_GROUP" --clear-groups \\
      --inh-caps=-all --bounding-set=-all --no-new-privs "$@"' sh "$@" </dev/null >>"$PLACE.log" 2>&1 &
fi
for port in $ports; do
  tries=0
  until nsenter --net=/run/netns/"$NETWORK" ss -Hltnp "sport = :$port" | grep -q "pid=$(cat "$PLACE.pid" 2>/dev/null || echo none),"; do
    tries=$((tries + 1)); [ $tries -lt 1000 ] || { tail -n 5 "$PLACE.log" >&2; exit 1; }; sleep 0.02
  done
done
`;

/** Starts a keeper unless it runs, and returns when it listens. */
export const startKeeper = async (
  machine: Host,
  lab: Lab,
  { name, account, run, environment, ports }: Keeper,
): Promise<void> => {
  const text = `ACCOUNT_GROUP=$(id -g "$4"); export ACCOUNT_GROUP\n${START}`;
  const words = [lab.network, lab.network, keeperFolder(lab, name), account, ports.join(" "), ...run];
  await shell(machine, { task: `its ${name}`, text, words }, { timeout: 60, ...(environment ? { environment } : {}) });
};

/** $1 the folder, $2 the signal. */
const SIGNAL = `kill -"$2" "$(cat "$1.pid")"`;

/** Sends it a signal: HUP takes in new configuration. */
export const signalKeeper = async (machine: Host, lab: Lab, name: Keeper["name"], signal: "HUP" | "TERM") => {
  await shell(machine, { task: `its ${name}`, text: SIGNAL, words: [keeperFolder(lab, name), signal] });
};

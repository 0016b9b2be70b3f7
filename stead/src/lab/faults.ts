import type { Host } from "../host/host.ts";
import { SteadError } from "../kernel/errors.ts";
import { awaitSsh } from "./await-ssh.ts";
import type { Lab, LabHost } from "./lab.ts";
import { lookAt, type HostLook } from "./look.ts";
import { bootHost } from "./make-host.ts";
import { shell } from "./shell.ts";

interface LabFault {
  /** One clause for help: "loses its power". */
  readonly about: string;
  /** States in which it makes sense. */
  readonly on: readonly HostLook["state"][];
  /** $1 the namespace, $2 the link, $3 the host's home, $4 a unit; $group the host's, INIT prints its first process. */
  readonly script: string;
}

/** What can befall a host of a lab, and how it is undone. */
export const labFaults = {
  crash: {
    about: "loses its power: no farewell, and nothing runs any more",
    on: ["running", "silent", "frozen"],
    // The wire first: peers must see silence, not the resets of a killed kernel.
    script: `ip -n "$1" link set "$2" down
echo 1 >"$group/cgroup.kill"
until grep -q "populated 0" "$group/cgroup.events"; do sleep 0.02; done`,
  },
  cut: {
    about: "is cut off from the network, and runs on",
    on: ["running", "silent", "frozen"],
    script: `ip -n "$1" link set "$2" down`,
  },
  heal: {
    about: "is connected again, and its disk has room again",
    on: ["running", "silent", "frozen", "off"],
    script: `ip -n "$1" link set "$2" up 2>/dev/null || true
rm -f "$3/disk/filler"`,
  },
  freeze: {
    about: "hangs: every process stands still",
    on: ["running", "silent"],
    script: `echo 1 >"$group/cgroup.freeze"
until grep -q "frozen 1" "$group/cgroup.events"; do sleep 0.02; done`,
  },
  thaw: { about: "goes on where it was frozen", on: ["frozen"], script: `echo 0 >"$group/cgroup.freeze"` },
  reboot: {
    about: "restarts in order, or is switched on after a crash",
    on: ["running", "silent", "off"],
    // SIGRTMIN+5: systemd reboots (systemd(1)).
    script: `init=$(INIT)
kill -39 "$init"
while [ -e "/proc/$init" ]; do sleep 0.05; done`,
  },
  "fill-disk": {
    about: "has no room left on its disk",
    on: ["running", "silent", "frozen"],
    // Blocks are taken, not written, so the machine's own disk does not fill.
    script: `for piece in 1048576 4096; do
  while :; do
    room=$(df --output=avail --block-size=1 "$3/disk" | tail -n 1)
    room=$((room / piece * piece))
    [ "$room" -gt 0 ] || break
    end=$(stat --format=%s "$3/disk/filler" 2>/dev/null || echo 0)
    fallocate --offset "$end" --length "$room" "$3/disk/filler" 2>/dev/null ||
      fallocate --offset "$end" --length "$piece" "$3/disk/filler" 2>/dev/null || break
  done
done`,
  },
  kill: {
    about: "has the processes of a unit killed with SIGKILL",
    on: ["running", "silent"],
    script: `nsenter --target "$(INIT)" --all systemctl kill --signal=SIGKILL "$4"`,
  },
} as const satisfies Readonly<Record<string, LabFault>>;

export type LabFaultName = keyof typeof labFaults;

/** The first process of a host is number 1 in a namespace of its own. */
const PREAMBLE = `group=$GROUPS_AT/$1/$5
INIT() {
  find "$group" -name cgroup.procs -exec cat {} + | while read -r pid; do
    if grep -qs "^NSpid:.*[[:space:]]1$" "/proc/$pid/status"; then echo "$pid"; break; fi
  done
}
`;

/** Seconds: a reboot waits for the units of the host to stop. */
const LONGEST = 120;

/** Does something to a host of a lab, and returns when it is so. Throws NOT_RUNNING when its state does not allow it. */
export const befall = async (machine: Host, { lab, host, fault, unit = "", signal }: Befall): Promise<void> => {
  const [look] = await lookAt(machine, lab, [host]);
  const state = look?.state ?? "off";
  refuseState(host, fault, state);
  if (state === "off" && fault === "heal") await machine.files.remove(`${host.home}/disk/filler`);
  else if (state !== "off") {
    const words = [lab.network, host.link, host.home, unit, host.machine];
    const script = { task: `${fault} ${host.name}`, text: PREAMBLE + labFaults[fault].script, words };
    await shell(machine, script, { timeout: LONGEST, signal });
  }
  if (fault !== "reboot") return;
  if (state === "off") await bootHost(machine, lab, host);
  await awaitSsh(machine, lab, host, signal);
};

export interface Befall {
  readonly lab: Lab;
  readonly host: LabHost;
  readonly fault: LabFaultName;
  /** Of `kill`: which. */
  readonly unit?: string;
  readonly signal: AbortSignal;
}

const refuseState = (host: LabHost, fault: LabFaultName, state: HostLook["state"]): void => {
  const allowed: readonly HostLook["state"][] = labFaults[fault].on;
  if (allowed.includes(state)) return;
  throw new SteadError({
    code: "NOT_RUNNING",
    where: host.name,
    what: `is ${state}, so there is nothing to ${fault}.`,
    mend: cures[state].replaceAll("HOST", host.name),
  });
};

const cures: Record<HostLook["state"], string> = {
  off: "`stead lab reboot HOST` switches it on.",
  frozen: "`stead lab thaw HOST` lets it go on.",
  silent: "`stead lab status` shows when it answers.",
  running: "`stead lab status` shows how the hosts are.",
};

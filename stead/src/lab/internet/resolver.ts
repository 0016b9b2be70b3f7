import type { Host } from "../../host/host.ts";
import type { Lab } from "../lab.ts";
import { router } from "../network.ts";
import { internetFolder, keeperFolder, signalKeeper, startKeeper } from "./keeper.ts";
import { internet, LAB_ZONE } from "./places.ts";

const ACCOUNT = "unbound";

/** The resolver's addresses, as they stand in a resolv.conf: the router's own. */
export const resolverAddresses = [router.v4, router.v6] as const;

/**
 * Starts the lab's resolver: it knows the root's addresses and the root's key, and walks from there. Waits until it
 * listens.
 */
export const startResolver = async (machine: Host, lab: Lab, rootDs: readonly string[]): Promise<void> => {
  const folder = keeperFolder(lab, "resolver");
  await machine.files.makeFolder(folder, { mode: 0o700, account: ACCOUNT });
  const at = internetFolder(lab);
  await machine.files.write(`${at}/root.hints`, HINTS, { mode: 0o644 });
  await machine.files.write(`${at}/root.key`, rootDs.map((ds) => `. DS ${ds}\n`).join(""), { mode: 0o644 });
  const trial = await machine.run(["unbound-checkconf", "/dev/stdin"], { stdin: `server:\n${PATIENCE}` });
  const more = trial.exitCode === 0 ? PATIENCE : "";
  await machine.files.write(`${at}/resolver.conf`, configuration(at, folder, more), { mode: 0o644 });
  const run = ["unbound", "-d", "-p", "-c", `${at}/resolver.conf`];
  await startKeeper(machine, lab, { name: "resolver", account: ACCOUNT, run, ports: [53] });
};

/** Has it forget what it knows: somebody changed what others are told, and waits for it. */
export const forgetAnswers = (machine: Host, lab: Lab): Promise<void> => signalKeeper(machine, lab, "resolver", "HUP");

/** Clients get an answer also when it took 2 s, as when every server is gone. Older versions do so, and know no such word. */
const PATIENCE = "  discard-timeout: 0\n";

const HINTS = [
  `. 3600000 NS root.${LAB_ZONE}.`,
  `root.${LAB_ZONE}. 3600000 A ${internet.root.v4}`,
  `root.${LAB_ZONE}. 3600000 AAAA ${internet.root.v6}`,
  "",
].join("\n");

/**
 * What differs from a resolver of the world: it takes up a server that was lost within 2 s (900 by default), so that a
 * drill measures the site and not its memory; it asks again after 400 ms (no less: it gives a server that it does not know
 * yet 376 ms, and up on all that need longer); what did not exist is asked for again after 5 s. `test.` may be a site's.
 */
const configuration = (at: string, folder: string, more: string): string => `server:
  directory: "${folder}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  logfile: ""
  verbosity: 0
  num-threads: 1
  msg-cache-size: 4m
  rrset-cache-size: 8m
${resolverAddresses.map((address) => `  interface: ${address}`).join("\n")}
  access-control: 0.0.0.0/0 allow
  access-control: ::/0 allow
  root-hints: "${at}/root.hints"
  trust-anchor-file: "${at}/root.key"
  module-config: "validator iterator"
  trust-anchor-signaling: no
  infra-host-ttl: 2
  infra-cache-max-rtt: 400
  cache-max-negative-ttl: 5
  local-zone: "test." nodefault
${more}remote-control:
  control-enable: no
`;

import type { Host } from "../../host/host.ts";
import type { Lab } from "../lab.ts";
import { shell } from "../shell.ts";
import type { Delegation } from "./delegation.ts";
import { internetFolder, keeperFolder, signalKeeper, startKeeper, type Keeper } from "./keeper.ts";
import { internet } from "./places.ts";
import { parentZones, zoneFile, type ParentZone } from "./zones.ts";

const ACCOUNT = "knot";

/** Which server has a zone: the root is asked only about what is delegated from it, as in the world. */
const servers = {
  root: { serves: (name: string) => name === "", at: internet.root },
  registry: { serves: (name: string) => name !== "", at: internet.registry },
} as const;

type ServerName = keyof typeof servers;

/**
 * Writes the zones above the sites' domains and has them served and signed; when they are served already, the servers take
 * the new ones in. Returns the root's DS data, which a validating resolver trusts.
 */
export const serveZones = async (
  machine: Host,
  lab: Lab,
  delegations: readonly Delegation[],
): Promise<readonly string[]> => {
  const unsigned = parentZones(delegations, new Map());
  await Promise.all(serverNames.map((name) => configure(machine, lab, name, unsigned)));
  const ds = await makeZoneKeys(machine, lab, unsigned);
  for (const zone of parentZones(delegations, ds))
    await machine.files.write(zonePath(lab, zone), zoneFile(zone), { mode: 0o644 });
  await Promise.all(serverNames.map((name) => start(machine, lab, name)));
  return ds.get("") ?? [];
};

/** Has servers that run take in what was written. */
export const reloadZones = async (machine: Host, lab: Lab): Promise<void> => {
  for (const name of serverNames) await signalKeeper(machine, lab, name, "HUP");
};

const serverNames = Object.keys(servers) as readonly ServerName[];

const configure = async (machine: Host, lab: Lab, name: ServerName, zones: readonly ParentZone[]): Promise<void> => {
  await machine.files.makeFolder(keeperFolder(lab, name), { mode: 0o700, account: ACCOUNT });
  const own = zones.filter((zone) => servers[name].serves(zone.name));
  await machine.files.write(configPath(lab, name), configuration(lab, name, own), { mode: 0o644 });
};

/** $1 the account, then for each zone the server's configuration and the zone. Keys of keymgr must not become root's. */
const MAKE_KEYS = `
account=$1; shift
as() { setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups "$@"; }
while [ $# -ge 2 ]; do
  [ -n "$(as keymgr -c "$1" "$2" list --brief)" ] || as keymgr -c "$1" "$2" generate algorithm=ecdsap256sha256 ksk=yes zsk=yes >/dev/null
  as keymgr -c "$1" "$2" ds
  shift 2
done
`;

/** Sees to it that each zone has a key; the DS data of each, by the zone's name. */
const makeZoneKeys = async (
  machine: Host,
  lab: Lab,
  zones: readonly ParentZone[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const words = zones.flatMap(({ name }) => [configPath(lab, name === "" ? "root" : "registry"), `${name}.`]);
  const script = { task: "the keys of its zones", text: MAKE_KEYS, words: [ACCOUNT, ...words] };
  const lines = (await shell(machine, script, { timeout: 60 })).trimEnd().split("\n");
  return new Map(zones.map(({ name }) => [name, lines.flatMap((line) => dsOf(line, name))]));
};

/** Only SHA-256 (digest type 2, RFC 8624): what registries take. */
const dsOf = (line: string, zone: string): readonly string[] => {
  const [owner, type, ...data] = line.split(" ");
  return owner === `${zone}.` && type === "DS" && data[2] === "2" ? [data.join(" ")] : [];
};

const start = (machine: Host, lab: Lab, name: ServerName): Promise<void> => {
  const keeper: Keeper = { name, account: ACCOUNT, run: ["knotd", "-c", configPath(lab, name)], ports: [53] };
  return startKeeper(machine, lab, keeper);
};

const configPath = (lab: Lab, name: ServerName): string => `${internetFolder(lab)}/${name}.conf`;

const zonePath = (lab: Lab, { name }: Pick<ParentZone, "name">): string =>
  `${internetFolder(lab)}/zones/${name === "" ? "root" : name}.zone`;

/** The zone files are written whole, without serial numbers or signatures: the server makes both. */
const configuration = (lab: Lab, name: ServerName, zones: readonly ParentZone[]): string => {
  const folder = keeperFolder(lab, name);
  const { v4, v6 } = servers[name].at;
  return [
    "server:",
    `  rundir: ${folder}`,
    `  listen: [ "${v4}@53", "${v6}@53" ]`,
    "  udp-workers: 1",
    "  tcp-workers: 1",
    "  background-workers: 1",
    "log:",
    "  - target: stderr",
    "    any: warning",
    "database:",
    `  storage: ${folder}`,
    "policy:",
    "  - id: lab",
    "    algorithm: ecdsap256sha256",
    "    single-type-signing: on",
    "    ksk-lifetime: 0",
    "template:",
    "  - id: default",
    "    zonefile-load: difference-no-serial",
    "    zonefile-sync: -1",
    "    journal-content: all",
    "    serial-policy: unixtime",
    "    dnssec-signing: on",
    "    dnssec-policy: lab",
    "zone:",
    ...zones.flatMap((zone) => [`  - domain: "${zone.name}."`, `    file: ${zonePath(lab, zone)}`]),
    "",
  ].join("\n");
};

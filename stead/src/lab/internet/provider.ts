import type { Host } from "../../host/host.ts";
import type { Lab, LabSite } from "../lab.ts";
import { shell } from "../shell.ts";
import { internetFolder, keeperFolder, signalKeeper, startKeeper } from "./keeper.ts";
import { internet, PROVIDER } from "./places.ts";

const ACCOUNT = "knot";

/** Seconds that resolvers keep an answer: as little as providers offer. */
const TTL = 60;

/**
 * Has the lab's DNS provider serve the zones of the sites that gave it one, as people do who have their domain elsewhere. It
 * runs from the first such site on. Throws COMMAND_FAILED with Knot's words when a zone cannot be read; then the zones of
 * before are served on.
 */
export const serveAtProvider = async (machine: Host, lab: Lab, sites: readonly LabSite[]): Promise<void> => {
  const zones = sites.flatMap(({ zone, delegation: { domain } }) => (zone === undefined ? [] : [{ domain, zone }]));
  const [at, folder] = [internetFolder(lab), keeperFolder(lab, "provider")];
  const runs = (await machine.files.read(`${folder}.pid`)) !== undefined;
  if (zones.length === 0 && !runs) return;
  await machine.files.makeFolder(folder, { mode: 0o700, account: ACCOUNT });
  for (const { domain, zone } of zones)
    await machine.files.write(`${at}/zones/${domain}.provider`, zoneText(domain, zone), { mode: 0o644 });
  const file = `${at}/provider.conf`;
  await machine.files.write(
    file,
    configuration(
      at,
      folder,
      zones.map(({ domain }) => domain),
    ),
    { mode: 0o644 },
  );
  for (const { domain } of zones)
    await shell(machine, { task: `the zone ${domain}`, text: `knotc -c "$1" zone-check "$2"`, words: [file, domain] });
  if (runs) await signalKeeper(machine, lab, "provider", "HUP");
  await startKeeper(machine, lab, { name: "provider", account: ACCOUNT, run: ["knotd", "-c", file], ports: [53] });
};

const zoneText = (domain: string, zone: string): string =>
  `$ORIGIN ${domain}.
$TTL ${TTL}
@ SOA ${PROVIDER}. hostmaster.${PROVIDER}. 1 3600 600 604800 5
@ NS ${PROVIDER}.
${zone}
`;

const configuration = (at: string, folder: string, domains: readonly string[]): string =>
  `server:
  rundir: ${folder}
  listen: [ "${internet.provider.v4}@53", "${internet.provider.v6}@53" ]
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
log:
  - target: stderr
    any: warning
database:
  storage: ${folder}
template:
  - id: default
    zonefile-load: difference-no-serial
    zonefile-sync: -1
    journal-content: all
    serial-policy: unixtime
${domains.length === 0 ? "" : "zone:\n"}${domains.map((domain) => `  - domain: "${domain}."\n    file: ${at}/zones/${domain}.provider\n`).join("")}`;

import type { HostPlace, Topology } from "../../topology/topology.ts";

/** `knot.conf`: the server itself. A change of it (another port) needs a restart. */
export const renderKnot = (site: Topology, place: HostPlace): string =>
  file(site, [
    "server:",
    `    rundir: ${quoted(place.paths.run)}`,
    `    pidfile: ${quoted(`${place.paths.run}/knot.pid`)}`,
    `    listen: [ ${listenAddresses(place).map(quoted).join(", ")} ]`,
    "    # Empty: nobody is told which server this is.",
    '    version: ""',
    '    identity: ""',
    "",
    "control:",
    `    listen: ${quoted(controlSocket(place))}`,
    "",
    "log:",
    "  - target: stderr",
    "    any: info",
    "",
    "database:",
    `    storage: ${quoted(`${place.paths.data}/knot`)}`,
    "    journal-db-max-size: 100M",
    "",
    "include: zones.conf",
  ]);

/** `zones.conf`: what is answered for. The zone's file lies beside it, which is also where the server is started. */
export const renderZones = (site: Topology): string =>
  file(site, [
    "template:",
    "  - id: default",
    '    storage: "."',
    '    file: "%s.zone"',
    "    # The file is Stead's; the journal and its serials are Knot's.",
    "    zonefile-sync: -1",
    "    zonefile-load: difference-no-serial",
    "    journal-content: all",
    "    serial-policy: unixtime",
    "    semantic-checks: on",
    "",
    "zone:",
    `  - domain: ${site.domain.ascii}`,
  ]);

/** Where Knot takes commands. */
export const controlSocket = ({ paths }: HostPlace): string => `${paths.run}/knot.sock`;

const file = (site: Topology, lines: readonly string[]): string =>
  `${[`# Written by Stead: the name server of ${site.domain.unicode}. Changes made here are overwritten.`, "", ...lines].join("\n")}\n`;

const listenAddresses = ({ services, addresses, facts, ports }: HostPlace): readonly string[] => {
  const own = services === "supervisor";
  const v6 = own ? addresses.v6 : "::";
  return [
    `${own ? (addresses.v4 ?? "127.0.0.1") : "0.0.0.0"}@${ports.dns}`,
    ...(facts.ipv6 && v6 !== undefined ? [`${v6}@${ports.dns}`] : []),
  ];
};

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;

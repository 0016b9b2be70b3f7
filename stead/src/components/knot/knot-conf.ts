import { runFolder } from "../../topology/account.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";

/**
 * `knot.conf`: the server and its zone, whose file lies beside it, which is also where the server is started. In one
 * file: Knot takes an include's path for a pattern, and would find nothing in a folder named [draft].
 */
export const renderKnot = (site: Topology, place: HostPlace): string =>
  `${[
    `# Written by Stead: the name server of ${site.domain.unicode}. Changes made here are overwritten.`,
    "",
    ...server(place),
    "",
    ...zone(site),
  ].join("\n")}\n`;

const server = (place: HostPlace): readonly string[] => [
  "server:",
  `    rundir: ${quoted(runFolder(place, "dns"))}`,
  `    pidfile: ${quoted(`${runFolder(place, "dns")}/knot.pid`)}`,
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
];

const zone = (site: Topology): readonly string[] => [
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
];

/** Where Knot takes commands. */
export const controlSocket = (place: HostPlace): string => `${runFolder(place, "dns")}/knot.sock`;

const listenAddresses = ({ services, addresses, facts, ports }: HostPlace): readonly string[] => {
  const own = services === "supervisor";
  const v6 = own ? addresses.v6 : "::";
  return [
    `${own ? (addresses.v4 ?? "127.0.0.1") : "0.0.0.0"}@${ports.dns}`,
    ...(facts.ipv6 && v6 !== undefined ? [`${v6}@${ports.dns}`] : []),
  ];
};

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;

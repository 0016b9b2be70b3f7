import { runFolder } from "../../topology/account.ts";
import { knotSocket } from "../../topology/challenges.ts";
import { isServer } from "../../topology/servers.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { localZones } from "./zones-conf.ts";

/**
 * `knot.conf`: the server, which is started where this file lies. On `local` also its zone, in one file: Knot takes an include's
 * path for a pattern, and would find nothing in a folder named [draft]. On a server the zones and their keys lie in a file of their
 * own, which is reloaded, and which only the engine may read.
 */
export const renderKnot = (site: Topology, place: HostPlace): string =>
  `${[
    `# Written by Stead: the name server of ${site.domain.unicode}. Changes made here are overwritten.`,
    "",
    ...server(place),
    "",
    ...(isServer(place) ? ['include: "zones.conf"'] : localZones(site)),
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
  `    listen: ${quoted(knotSocket(place))}`,
  "",
  "log:",
  "  - target: stderr",
  "    any: info",
  "",
  "database:",
  `    storage: ${quoted(`${place.paths.data}/knot`)}`,
  "    journal-db-max-size: 100M",
];

const listenAddresses = ({ services, addresses, facts, ports }: HostPlace): readonly string[] => {
  const own = services === "supervisor";
  const v6 = own ? addresses.v6 : "::";
  return [
    `${own ? (addresses.v4 ?? "127.0.0.1") : "0.0.0.0"}@${ports.dns}`,
    ...(facts.ipv6 && v6 !== undefined ? [`${v6}@${ports.dns}`] : []),
  ];
};

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;

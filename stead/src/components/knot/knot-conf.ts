import { runFolder } from "../../topology/account.ts";
import { knotSocket } from "../../topology/challenges.ts";
import { ofEverySite } from "../../topology/server-place.ts";
import type { HostPlace, Topology } from "../../topology/topology.ts";
import { dataFolder } from "./paths.ts";
import { localZones, serverTemplate } from "./zones-conf.ts";

/**
 * `knot.conf` of `local`: the server, which is started where this file lies, and its zone, in one file: Knot takes an include's
 * path for a pattern, and would find nothing in a folder named [draft].
 */
export const renderKnot = (site: Topology, place: HostPlace): string =>
  file(`the name server of ${site.domain.unicode}`, [...server(place, "100M"), "", ...localZones(site)]);

/**
 * `knot.conf` of a server: what all its sites have in common, the same whichever of them wrote it. Each has its zones and their keys
 * in a file of its own, which is reloaded, and which only the engine may read.
 */
export const renderServer = (place: HostPlace): string =>
  file("the name server of all sites of this server", [
    ...server(place, "1G"),
    "",
    ...serverTemplate,
    "",
    `include: ${quoted(ofEverySite(place, "knot/site.conf"))}`,
  ]);

const file = (title: string, lines: readonly string[]): string =>
  `${[`# Written by Stead: ${title}. Changes made here are overwritten.`, "", ...lines].join("\n")}\n`;

const server = (place: HostPlace, journal: string): readonly string[] => [
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
  `    storage: ${quoted(dataFolder(place))}`,
  `    journal-db-max-size: ${journal}`,
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

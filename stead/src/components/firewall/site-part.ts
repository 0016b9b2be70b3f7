import { readDestination, type Destination } from "../../spec/networks.ts";
import type { Listener } from "../../topology/listeners.ts";

/** What one site wants of a server's firewall. */
export interface SiteWish {
  readonly site: string;
  readonly listeners: readonly Listener[];
  /** Where the application's account may go; undefined: everywhere. */
  readonly egress?: { readonly account: string; readonly to: readonly string[] };
}

/** One site's part of the table: it adds to the sets of the base, and has a chain of its own for what goes out. */
export const renderSite = ({ site, listeners, egress }: SiteWish): string =>
  [
    "# Written by Stead. Changes made here are overwritten.",
    `# What ${site} has open to the world.`,
    ...listeners.map(opened),
    ...(egress ? renderEgress(site, egress) : []),
    "",
  ].join("\n");

const opened = ({ port, protocol, says }: Listener): string =>
  `add element inet stead open_${protocol} { ${port} } # ${says}`;

const renderEgress = (site: string, { account, to }: NonNullable<SiteWish["egress"]>): readonly string[] => [
  "",
  "# Where its application may go: app.egress, this machine, and back to who asked.",
  "table inet stead {",
  `  chain out-${site} {`,
  "    ct state established,related accept",
  "    oif lo accept",
  ...to.flatMap((text) => readDestination(text) ?? []).map((place) => `    ${matches(place)}accept`),
  "    reject with icmpx admin-prohibited",
  "  }",
  "}",
  `add rule inet stead output meta skuid "${account}" jump out-${site}`,
];

const matches = ({ network, port }: Destination): string =>
  [
    ...(network === undefined ? [] : [`${network.includes(":") ? "ip6" : "ip"} daddr ${network} `]),
    ...(port === undefined ? [] : [`meta l4proto { tcp, udp } th dport ${port} `]),
  ].join("");

import { settingsOf } from "../../spec/settings-of.ts";
import type { SecretRef, Text } from "../../state/vocabulary.ts";
import { challengeKeyName, challengeSecret, challengeZone } from "../../topology/challenges.ts";
import type { Topology } from "../../topology/topology.ts";
import type { Transfer } from "../component.ts";
import { knotSettings } from "./settings.ts";
import { secondariesOf } from "./transfers.ts";

/** The zone of `local`, as lines of knot.conf: unsigned, and nobody may have a copy. */
export const localZones = (site: Topology): readonly string[] => [
  ...template,
  "",
  "zone:",
  `  - domain: ${site.domain.ascii}`,
];

const template = [
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
] as const;

/** How zones are kept and signed, for those of all sites of a server. Knot wants each thing defined before it is used. */
export const serverTemplate: readonly string[] = [
  // Answers a second for each network that asks; beyond it they say "ask over TCP", so that nobody is flooded through us.
  "mod-rrl:",
  "  - id: default",
  "    rate-limit: 200",
  "",
  "# One key that signs everything and is not changed by itself: a new one needs the registrar. Its digest is published as CDS and",
  "# CDNSKEY (RFC 8078), so that registrars that look for it need nobody's hand.",
  "policy:",
  "  - id: stead",
  "    algorithm: ecdsap256sha256",
  "    single-type-signing: on",
  "    ksk-lifetime: 0",
  "    cds-cdnskey-publish: always",
  "",
  ...template.filter((line) => !line.includes("storage")),
  "    global-module: mod-rrl/default",
];

/** `site.conf`: a site's keys, who may do what with them, and its zones. What Knot knows by a name has the site's in it. */
export const renderZones = (site: Topology, folder: string): Text => {
  const secondaries = secondariesOf(site);
  const parts: readonly (string | SecretRef)[] = [
    `# Written by Stead: the zones of ${site.domain.unicode}. Changes made here are overwritten.\n\n`,
    "key:\n",
    ...key(challengeKeyName(site), challengeSecret),
    ...secondaries.flatMap((one) => key(one.key, one.secret)),
    `\n${lines([...remotes(secondaries), ...acls(site, secondaries)])}`,
    lines(zones(site, secondaries, folder)),
  ];
  return parts;
};

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");

const key = (name: string, secret: string): readonly (string | SecretRef)[] => [
  `  - id: "${name}"\n    algorithm: hmac-sha256\n    secret: "`,
  { secret },
  '"\n',
];

const remotes = (secondaries: readonly Transfer[]): readonly string[] =>
  secondaries.length === 0
    ? []
    : [
        "remote:",
        ...secondaries.flatMap(({ addresses, key: id }) => [
          `  - id: "${id}"`,
          `    address: [ ${addresses.map((address) => `"${address}@53"`).join(", ")} ]`,
          `    key: "${id}"`,
        ]),
        "",
      ];

/** Without an address: the key alone counts, wherever a secondary fetches from. */
const acls = (site: Topology, secondaries: readonly Transfer[]): readonly string[] => [
  "acl:",
  `  - id: "${challengeKeyName(site)}"`,
  `    key: "${challengeKeyName(site)}"`,
  "    action: update",
  "    update-type: [ TXT ]",
  "    update-owner: name",
  "    update-owner-match: equal",
  `    update-owner-name: [ "${challengeZone(site)}." ]`,
  ...secondaries.flatMap(({ key: id }) => [`  - id: "${id}"`, `    key: "${id}"`, "    action: transfer"]),
  "",
];

const isSigned = (site: Topology): boolean => settingsOf(site, knotSettings).dnssec;

const zones = (site: Topology, secondaries: readonly Transfer[], folder: string): readonly string[] => {
  const ids = secondaries.map(({ key: id }) => `"${id}"`).join(", ");
  return [
    "zone:",
    `  - domain: "${site.domain.ascii}"`,
    `    storage: "${folder}"`,
    ...(isSigned(site) ? ["    dnssec-signing: on", "    dnssec-policy: stead"] : []),
    ...(ids === "" ? [] : [`    notify: [ ${ids} ]`, `    acl: [ ${ids} ]`]),
    "  # Proofs for certificates: no file, so that no reload takes them away.",
    `  - domain: "${challengeZone(site)}"`,
    "    zonefile-load: none",
    `    acl: [ "${challengeKeyName(site)}" ]`,
  ];
};

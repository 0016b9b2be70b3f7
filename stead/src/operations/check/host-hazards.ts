import type { Hazard } from "../../components/component.ts";
import { plural, sayBytes } from "../../kernel/text.ts";
import type { HostPlace, RoleName, Topology } from "../../topology/topology.ts";

/** What belongs to no engine: the machines themselves, and what caring for them costs. */
export const hostHazards = (site: Topology): readonly Hazard[] =>
  Object.values(site.hosts).flatMap((place) => [...loss(site, place), reboot(site, place), ...growth(place)]);

/** A machine whose roles nobody else plays takes them along. */
const loss = (site: Topology, place: HostPlace): readonly Hazard[] => {
  const alone = place.roles.filter((role) => plays(site, role) && hostsWith(site, role) === 1);
  if (alone.length === 0) return [];
  return [
    {
      id: `host:${place.name}`,
      kind: "loss",
      host: place.name,
      what: `The server ${place.name}`,
      effect: `${effectOf(site, alone)} Power, network, disk and kernel of one machine carry all of it.`,
      cure: `A second server for ${alone.length === 1 ? `the role ${alone[0]}` : `each of its roles (${alone.join(", ")})`}.`,
      fails: failsOf(site, alone),
    },
  ];
};

const hostsWith = (site: Topology, role: RoleName): number =>
  Object.values(site.hosts).filter(({ roles }) => roles.includes(role)).length;

/** A role that the site has no use for can be lost: a static site's database. */
const plays = (site: Topology, role: RoleName): boolean =>
  ({ dns: true, balancer: false, web: true, app: site.app !== undefined, database: site.database !== undefined })[role];

const effectOf = (site: Topology, roles: readonly RoleName[]): string =>
  roles.includes("web") || roles.includes("dns")
    ? `Everything fails: names, ${site.app ? "pages and writes" : "pages and files"}.`
    : "Pages that need it fail.";

const failsOf = (site: Topology, roles: readonly RoleName[]): Hazard["fails"] => [
  ...(roles.includes("web") ? (["static"] as const) : []),
  "page",
  ...(site.app ? (["write"] as const) : []),
  ...(roles.includes("dns") ? (["name"] as const) : []),
];

const reboot = (site: Topology, { name, services, roles }: HostPlace): Hazard => ({
  id: "maintenance:reboot",
  kind: "maintenance",
  host: name,
  what: `A reboot of ${name}`,
  effect: `${effectOf(site, roles)} ${
    services === "supervisor"
      ? "Here nothing starts by itself afterwards: type `stead up -d` once the machine is back."
      : "Everything starts by itself once the machine is back."
  }`,
  cure: "A second server for each role: then one reboots while the other serves.",
  fails: failsOf(site, roles),
});

const growth = ({ name, facts }: HostPlace): readonly Hazard[] => [
  {
    id: "growth:cpu",
    kind: "growth",
    host: name,
    what: `The processor of ${name}`,
    effect: `${plural(facts.cores, "core")} for all processes; beyond that pages get slower.`,
    cure: "A machine with more cores, or further servers for the role app.",
    fails: [],
  },
  {
    id: "growth:memory",
    kind: "growth",
    host: name,
    what: `The memory of ${name}`,
    effect: `${sayBytes(facts.memoryBytes)} for all processes; beyond that the kernel ends the largest one.`,
    cure: "A machine with more memory, or the database on a server of its own.",
    fails: [],
  },
];

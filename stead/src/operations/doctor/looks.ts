import { isServer } from "../../topology/servers.ts";
import { makeCheck } from "./answers.ts";
import { lookAtBackup } from "./backup.ts";
import type { Examined, Look } from "./examined.ts";
import { lookAtFailedUnits } from "./failed-units.ts";
import { ok, type Finding } from "./finding.ts";
import { lookAtClock, lookAtDisk } from "./machine.ts";
import { lookAtOpenPorts } from "./open-ports.ts";
import { lookAtAbandoned, lookAtLeftovers, lookAtPermissions } from "./places.ts";
import { lookAtUnits } from "./units.ts";
import { lookAtUpgrades } from "./upgrades.ts";

/** What is looked at on each host, in the order in which it is told. A new look is a line here. */
export const looks = {
  ports: ({ runs, place }) => [sayPorts(runs, place.ports)],
  disk: async ({ host }) => [await lookAtDisk(host)],
  clock: async ({ host }) => [await lookAtClock(host)],
  "open ports": lookAtOpenPorts,
  permissions: ({ host, place }) => lookAtPermissions(host, place),
  leftovers: ({ host, place }) => lookAtLeftovers(host, place),
  "sites that are gone": ({ host }) => lookAtAbandoned(host),
  units: ({ host }) => lookAtUnits(host),
  "failed units": lookAtFailedUnits,
  upgrades: lookAtUpgrades,
  backup: lookAtBackup,
  "what must answer": (at) => makeChecks(at),
} as const satisfies Readonly<Record<string, Look>>;

const sayPorts = (runs: boolean, { http, dns }: Examined["place"]["ports"]): Finding =>
  ok(
    "ports",
    runs ? `The site has ${http} (HTTP) and ${dns} (DNS).` : `${http} (HTTP) and ${dns} (DNS) are free for the site.`,
  );

/** Engines, certificates, names: whatever components say must answer. A server asks itself, with the Node of its serving release. */
const makeChecks = async ({ site, host, place, parts, runs }: Examined): Promise<readonly Finding[]> => {
  if (!runs) return [];
  const node = isServer(place) ? `${place.paths.current}/release/node` : undefined;
  const checks = parts.flatMap((part) => part.checks(site.topology, host.name).map((check) => ({ part, check })));
  return Promise.all(checks.map(async ({ part, check }) => makeCheck(part.name, check, host, node)));
};

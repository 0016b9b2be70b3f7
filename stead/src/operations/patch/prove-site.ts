import { setTimeout as sleep } from "node:timers/promises";
import { components } from "../../components/registry.ts";
import type { Component } from "../../components/component.ts";
import type { Host } from "../../host/host.ts";
import { isServer } from "../../topology/servers.ts";
import { makeCheck } from "../doctor/answers.ts";
import type { Finding } from "../doctor/finding.ts";
import type { OpenSite } from "../open-site.ts";

/** Seconds between two looks at units that come up. */
const PAUSE = 1;

/** What does not answer as it should on a host, of these components. */
export const complaintsOf = async (
  site: OpenSite,
  host: Host,
  parts: readonly Component[] = components,
): Promise<readonly Finding[]> => {
  const place = site.topology.hosts[host.name];
  const node = place && isServer(place) ? `${place.paths.current}/release/node` : undefined;
  const checks = parts.flatMap((part) => part.checks(site.topology, host.name).map((check) => ({ part, check })));
  const findings = await Promise.all(checks.map(({ part, check }) => makeCheck(part.name, check, host, node)));
  const units = (await host.units.status())
    .filter(({ state }) => state !== "ready" && state !== "waiting")
    .map(({ name, state }): Finding => ({ subject: name, verdict: "fault", says: `It is ${state}.` }));
  return [...findings.filter(({ verdict }) => verdict === "fault"), ...units];
};

/**
 * Waits until nothing is wrong that was not wrong before, at most so many seconds; what is still wrong then. An engine that was just
 * started may need a moment.
 */
export const newComplaints = async (
  look: () => Promise<readonly Finding[]>,
  before: readonly Finding[],
  seconds: number,
  signal?: AbortSignal,
): Promise<readonly Finding[]> => {
  const known = new Set(before.map(keyOf));
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = (await look()).filter((finding) => !known.has(keyOf(finding)));
    if (found.length === 0 || performance.now() >= end) return found;
    await sleep(PAUSE * 1000, undefined, signal && { signal });
  }
};

/** The words after the colon may have a number in them that changes. */
const keyOf = ({ subject, says }: Finding): string => `${subject} ${says.replace(/: .*$/u, "")}`;

export const sayComplaint = ({ subject, says }: Finding): string => `${subject}: ${says}`;

import type { Component } from "../../../src/components/component.ts";
import { settingsOf } from "../../../src/spec/settings-of.ts";
import type { DesiredState } from "../../../src/state/vocabulary.ts";
import type { HostPlace, Topology } from "../../../src/topology/topology.ts";
import { telegraphSettings } from "./settings.ts";

/** An engine that nobody has: it shows that a folder and a line in the registry are all that a new one takes. */
export const telegraph = {
  name: "telegraph",
  role: "web",
  settings: telegraphSettings,
  programs: [],
  place: (site) => (wireOf(site) === undefined ? [] : Object.keys(site.hosts)),
  desire: (site, host) => {
    const [place, wire] = [site.hosts[host], wireOf(site)];
    return place && wire !== undefined ? stateOf(place, wire) : [];
  },
  checks: (site) =>
    wireOf(site) === undefined ? [] : [{ kind: "command", says: "The telegraph ticks", run: ["true"] }],
  hazards: (site) =>
    Object.keys(wireOf(site) === undefined ? {} : site.hosts).map((host) => ({
      id: "unit:telegraph",
      kind: "loss",
      host,
      unit: "telegraph",
      what: `The telegraph on ${host}`,
      effect: "No page arrives by wire.",
      cure: "A second wire.",
      fails: ["static"],
    })),
} as const satisfies Component;

const wireOf = (site: Topology): string | undefined => settingsOf(site, telegraphSettings).telegraph?.wire;

const stateOf = (place: HostPlace, wire: string): DesiredState => [
  {
    kind: "file",
    id: "file:telegraph.conf",
    says: "the configuration of the telegraph",
    path: `${place.paths.etc}/telegraph.conf`,
    content: `wire ${wire}\n`,
    mode: 0o644,
  },
  {
    kind: "unit",
    id: "unit:telegraph",
    name: "telegraph",
    says: "the telegraph",
    needs: ["file:telegraph.conf"],
    run: ["/usr/bin/telegraph"],
    ready: { kind: "command", run: ["true"] },
    readyTimeout: 5,
    stop: { signal: "SIGTERM", timeout: 5 },
    restartOn: ["file:telegraph.conf"],
    disrupts: "telegrams for about 1 s",
  },
];

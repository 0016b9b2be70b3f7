import type { Component } from "../component.ts";
import { knotChecks } from "./checks.ts";
import { desireKnot } from "./desire.ts";
import { knotHazards } from "./hazards.ts";
import { knotPowers } from "./powers.ts";
import { programs } from "./programs.ts";
import { knotSettings } from "./settings.ts";
import { dnsHosts } from "./zone.ts";

/** The name server, authoritative for the domain. */
export const knot = {
  name: "knot",
  role: "dns",
  settings: knotSettings,
  programs,
  place: (site) => dnsHosts(site).map(({ name }) => name),
  desire: desireKnot,
  checks: knotChecks,
  hazards: knotHazards,
  powers: knotPowers,
} satisfies Component;

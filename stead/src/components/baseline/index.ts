import { servers } from "../../topology/servers.ts";
import type { Component } from "../component.ts";
import { baselineChecks } from "./checks.ts";
import { desireBaseline } from "./desire.ts";
import { baselineHazards } from "./hazards.ts";
import { baselineSettings } from "./settings.ts";

/** What keeps a server well by itself: security upgrades, a journal with bounds, the right time. */
export const baseline = {
  name: "baseline",
  role: "host",
  settings: baselineSettings,
  programs: [],
  place: servers,
  desire: desireBaseline,
  checks: baselineChecks,
  hazards: baselineHazards,
} satisfies Component;

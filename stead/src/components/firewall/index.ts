import { servers } from "../../topology/servers.ts";
import type { Component } from "../component.ts";
import { firewallChecks } from "./checks.ts";
import { desireFirewall, reachable } from "./desire.ts";
import { firewallHazards } from "./hazards.ts";
import { firewallSettings } from "./settings.ts";

/** What of a server may be reached, and where its application may go: a table of its own in nftables. */
export const firewall = {
  name: "firewall",
  role: "host",
  settings: firewallSettings,
  programs: [],
  place: servers,
  desire: desireFirewall,
  checks: firewallChecks,
  hazards: firewallHazards,
  powers: { opens: reachable },
} satisfies Component;

import { servers } from "../../topology/servers.ts";
import type { Component } from "../component.ts";
import { sshdChecks } from "./checks.ts";
import { desireSshd } from "./desire.ts";
import { sshdHazards } from "./hazards.ts";
import { sshdSettings } from "./settings.ts";

/** The way in to a server: a drop-in for the sshd that is there. */
export const sshd = {
  name: "sshd",
  role: "host",
  settings: sshdSettings,
  programs: [],
  place: servers,
  desire: desireSshd,
  checks: sshdChecks,
  hazards: sshdHazards,
} satisfies Component;

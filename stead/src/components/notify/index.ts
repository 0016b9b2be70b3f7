import { servers } from "../../topology/servers.ts";
import type { Component } from "../component.ts";
import { notifyChecks } from "./checks.ts";
import { desireNotify } from "./desire.ts";
import { notifyHazards } from "./hazards.ts";
import { noticesOn } from "./notices.ts";
import { notifySettings } from "./settings.ts";

/** Tells somebody what goes wrong on a server, by two shell scripts that outlive Stead. */
export const notify = {
  name: "notify",
  role: "host",
  settings: notifySettings,
  programs: [],
  place: servers,
  desire: desireNotify,
  checks: notifyChecks,
  hazards: notifyHazards,
  powers: { notices: noticesOn },
} satisfies Component;

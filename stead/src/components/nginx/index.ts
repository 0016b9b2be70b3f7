import type { Component } from "../component.ts";
import { nginxChecks } from "./checks.ts";
import { desireNginx } from "./desire.ts";
import { nginxHazards, webHosts } from "./hazards.ts";
import { programs } from "./programs.ts";
import { nginxRoute } from "./route.ts";
import { MAINTENANCE_SEEN_AFTER } from "./servers.ts";
import { nginxSettings } from "./settings.ts";

/** The web server: files, cache, and the way to the application. */
export const nginx = {
  name: "nginx",
  role: "web",
  settings: nginxSettings,
  programs,
  place: webHosts,
  desire: desireNginx,
  checks: nginxChecks,
  hazards: nginxHazards,
  powers: { route: nginxRoute, maintenanceSeenAfter: MAINTENANCE_SEEN_AFTER },
} satisfies Component;
